/** Raw requests to a sandbox whose clock stands still until it is moved. */
import { addPersonas, personaId } from '../../src/sandbox/personas';
import type { Persona } from '../../src/sandbox/personas';
import { addResourceGroup, addSubscription, newWorld } from '../../src/sandbox/builder';
import { SandboxClock } from '../../src/sandbox/clock';
import { SandboxCredential } from '../../src/sandbox/credential';
import { Sandbox } from '../../src/sandbox/sandbox';
import type { World } from '../../src/sandbox/world';

export const start = Date.UTC(2026, 0, 15, 9);
export const arm = 'https://management.azure.com';
export const audience = 'https://management.azure.com/.default';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

/** A small company: one subscription, one group, the four personas; roles take a minute. */
export class Trial {
  readonly world: World;
  readonly subscription: string;
  readonly group: string;
  readonly sandbox: Sandbox;
  readonly clock = new SandboxClock(start, 0);

  constructor(options: { pageSize?: number; propagationMs?: number; realNow?: () => number } = {}) {
    this.world = newWorld('trial', { signedIn: personaId('owner'), propagationMs: options.propagationMs ?? 60_000 });
    this.subscription = `/subscriptions/${addSubscription(this.world, 'Trial').id}`;
    addPersonas(this.world, [this.subscription.split('/')[2] ?? ''], start - 1000);
    this.group = addResourceGroup(this.world, this.subscription.split('/')[2] ?? '', 'rg', 'westeurope').id;
    const { pageSize, realNow } = options;
    this.sandbox = new Sandbox({
      world: this.world,
      clock: this.clock,
      ...(pageSize === undefined ? {} : { pageSize }),
      ...(realNow === undefined ? {} : { realNow }),
    });
  }

  get subscriptionId(): string {
    return this.subscription.split('/')[2] ?? '';
  }

  async token(persona: Persona = 'owner', scope = audience): Promise<string> {
    const credential = new SandboxCredential(
      () => this.world.tenantId,
      () => ({ objectId: personaId(persona), name: persona }),
    );
    return (await credential.getToken(scope)).token;
  }

  /** `path` with or without host; a JSON body is written as JSON. */
  async send(
    method: string,
    path: string,
    body?: unknown,
    options: { as?: Persona; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const authorization = `Bearer ${await this.token(options.as)}`;
    const response = await this.sandbox.handle({
      method,
      url: path.startsWith('https:') ? path : `${arm}${path}`,
      headers: { authorization, ...options.headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const isJson = response.headers['content-type']?.startsWith('application/json') && response.body !== '';
    return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(response.body) as unknown) : response.body };
  }
}

/** `{status, code, message}` of an error answer. */
export function refusal(answer: Answer): { status: number; code: string; message: string } {
  const { error } = answer.body as { error: { code: string; message: string } };
  return { status: answer.status, code: error.code, message: error.message };
}

export function valueOf<T>(answer: Answer): T[] {
  return (answer.body as { value: T[] }).value;
}
