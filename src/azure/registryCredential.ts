import type { GetTokenOptions, TokenCredential } from '@azure/core-auth';
import type { Cloud } from '../model/cloud';
import { defaultScope } from './defaultScope';

/**
 * For registries: a token of their own audience or, where the credential cannot have one without asking, of Resource Manager's, which registries
 * take unless `azureADAuthenticationAsArmPolicy` is off. https://learn.microsoft.com/azure/container-registry/container-registry-disable-authentication-as-arm
 */
export function registryCredential(cloud: Cloud, credential: TokenCredential): TokenCredential {
  return {
    async getToken(scopes: string | string[], options?: GetTokenOptions) {
      const { abortSignal, ...rest } = options ?? {};
      const given = abortSignal ? { ...rest, abortSignal } : rest;
      try {
        const token = await credential.getToken(scopes, given);
        if (token) return token;
      } catch (error) {
        if (abortSignal?.aborted) throw error;
      }
      return credential.getToken(defaultScope(cloud.resourceManagerAudience), given);
    },
  };
}
