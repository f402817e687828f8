/** The SDK's real clients over a sandbox. */
import { SandboxCredential } from '../../src/sandbox/credential';
import { SandboxHttpClient } from '../../src/sandbox/httpClient';
import type { Persona } from '../../src/sandbox/personas';
import { personaId } from '../../src/sandbox/personas';
import type { Trial } from './call';

export function credentialOf(trial: Trial, persona: Persona = 'owner'): SandboxCredential {
  return new SandboxCredential(
    () => trial.world.tenantId,
    () => ({ objectId: personaId(persona), name: persona }),
  );
}

/** Moves the sandbox's clock by so much before each request: whatever is waited for comes about without waiting. */
class HurryingClient extends SandboxHttpClient {
  constructor(
    private readonly trial: Trial,
    private readonly ms: number,
  ) {
    super(trial.sandbox);
  }

  override sendRequest(...args: Parameters<SandboxHttpClient['sendRequest']>): ReturnType<SandboxHttpClient['sendRequest']> {
    this.trial.clock.advance(this.ms);
    return super.sendRequest(...args);
  }
}

export function sdkOptions(trial: Trial, msPerRequest = 0) {
  const endpoint = 'https://management.azure.com';
  return { endpoint, $host: endpoint, httpClient: new HurryingClient(trial, msPerRequest), retryOptions: { maxRetries: 0 } };
}

export async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}
