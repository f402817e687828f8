import type { HttpClient } from '@azure/core-rest-pipeline';
import type { Azure } from '../../src/azure/azure';
import type { ConnectOptions } from '../../src/azure/connectOptions';
import { connect } from '../../src/azure/main';
import { parseResourceId } from '../../src/model/resourceId';
import type { OpenSandbox, SandboxSettings } from '../../src/sandbox/main';
import { createSandbox } from '../../src/sandbox/main';

export interface OpenAzure {
  readonly azure: Azure;
  readonly open: OpenSandbox;
  /** Subscription id of `Contoso Production`, or of the only one. */
  readonly production: string;
  readonly development: string;
  connect(options?: Partial<ConnectOptions>): Azure;
}

/** The SDK against a sandbox whose clock stands still until a test moves it. */
export function openAzure(settings: SandboxSettings = {}): OpenAzure {
  const open = createSandbox({ speed: 0, ...settings });
  const again = (options: Partial<ConnectOptions> = {}): Azure =>
    connect({
      cloud: open.cloud,
      tenants: [{ tenantId: open.sandbox.world.tenantId, credential: open.credential }],
      httpClient: impatient(open.httpClient),
      retry: { maxRetries: 2, retryDelayMs: 1, maxRetryDelayMs: 2 },
      pollIntervalMs: 1,
      userAgent: 'test/1',
      ...options,
    });
  const [production = '', development = ''] = Object.keys(open.sandbox.world.subscriptions);
  return { azure: again(), open, production, development, connect: again };
}

/** The id of a resource of the world by its name. */
export function idOf(
  { open: { sandbox } }: OpenAzure,
  kind: 'registries' | 'identities' | 'containerGroups' | 'virtualNetworks',
  name: string,
): string {
  const resources: Readonly<Record<string, { readonly id: string }>> = sandbox.world[kind];
  const found = Object.values(resources).find(({ id }) => parseResourceId(id)?.name === name);
  if (!found) throw new Error(`The world has no ${name} among its ${kind}.`);
  return found.id;
}

/** Between two looks at an operation real seconds would pass, as many as Azure asks for: tests do not wait for them. */
function impatient(client: HttpClient): HttpClient {
  return {
    async sendRequest(request) {
      const response = await client.sendRequest(request);
      if (response.status < 400) response.headers.delete('retry-after');
      return response;
    },
  };
}
