import type { Verdict } from '../../access/effectiveAccess';
import type { GrantRequest, IdentityChoice } from '../../access/grantRequest';
import type { PullGrant } from '../../access/planGrant';
import { pullGrant } from '../../access/planGrant';
import { readGrantFacts } from '../../access/grantFacts';
import type { Azure } from '../../azure/azure';
import type { Registry } from '../../model/registry';
import type { GroupChoice } from '../../plan/resourceGroups';

/**
 * What is missing for the pull. A grant that is narrowed to other repositories is widened by these, and the plan shows how; one of which it
 * can't be told what it admits is left alone.
 * @param verdict of an identity that is there.
 */
export async function missingGrant(
  azure: Azure,
  registry: Registry,
  repositories: readonly string[],
  identity: IdentityChoice,
  verdict: Verdict | undefined,
  group?: GroupChoice,
): Promise<PullGrant> {
  if (verdict?.kind === 'narrowed' && repositories.length > 0) {
    const only = { repositories, prefixes: [] };
    const request: GrantRequest = { to: [identity], registries: [registry], abilities: ['pull'], at: 'registry', only };
    return pullGrant(registry, identity, group, only, await readGrantFacts(azure, request));
  }
  const grant = pullGrant(registry, identity, group);
  return identity.kind === 'new' || verdict?.kind === 'no' ? grant : { operations: [], principalId: grant.principalId };
}
