import type * as vscode from 'vscode';
import type { WayName } from './ways';

export interface ChosenTenant {
  readonly tenantId: string;
  readonly name: string;
  /** Absent: all of the tenant's, also those that are still to come. */
  readonly subscriptionIds?: readonly string[];
}

/** What it takes to sign in again without asking, less every secret. */
export interface Remembered {
  readonly way: WayName;
  /** Address of the cloud's Resource Manager. */
  readonly cloud: string;
  /** Of the account. */
  readonly key: string;
  readonly label: string;
  /** Of a service principal. */
  readonly application?: { readonly tenantId: string; readonly clientId: string };
}

const lastKey = 'signIn.last';
const prefix = 'signIn.chosen:';

/** What is kept of an account between windows: who it is, and which subscriptions are shown. */
export class Memory {
  constructor(private readonly context: Pick<vscode.ExtensionContext, 'globalState' | 'secrets'>) {}

  get last(): Remembered | undefined {
    return this.context.globalState.get<Remembered>(lastKey);
  }

  async keep(remembered: Remembered, secret?: string): Promise<void> {
    await this.context.globalState.update(lastKey, remembered);
    if (secret !== undefined) await this.context.secrets.store(secretKey(remembered), secret);
  }

  secret(remembered: Remembered): Thenable<string | undefined> {
    return this.context.secrets.get(secretKey(remembered));
  }

  chosen(remembered: Remembered): readonly ChosenTenant[] | undefined {
    return this.context.globalState.get<readonly ChosenTenant[]>(chosenKey(remembered));
  }

  async choose(remembered: Remembered, tenants: readonly ChosenTenant[]): Promise<void> {
    await this.context.globalState.update(chosenKey(remembered), tenants);
  }

  /** Leaves nothing of the account. */
  async forget(remembered: Remembered): Promise<void> {
    await this.context.secrets.delete(secretKey(remembered));
    await this.context.globalState.update(chosenKey(remembered), undefined);
    await this.context.globalState.update(lastKey, undefined);
  }
}

function chosenKey({ way, cloud, key }: Remembered): string {
  return `${prefix}${way}:${cloud}:${key}`;
}

function secretKey({ way, cloud, key }: Remembered): string {
  return `signIn.secret:${way}:${cloud}:${key}`;
}
