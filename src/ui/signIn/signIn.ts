import * as vscode from 'vscode';
import type { Account, SignInRequest } from '../../azure/account';
import type { SubscriptionList } from '../../azure/azure';
import type { DeviceCode, IdentityWay } from '../../azure/identity/main';
import { AppError } from '../../model/appError';
import type { CustomCloud } from '../../model/customCloud';
import { message } from '../../model/message';
import type { Tenant } from '../../model/tenant';
import { realClock } from '../../plan/clock';
import type { App } from '../app';
import type { OpenedSession, Session } from '../session';
import { askServicePrincipal } from './askServicePrincipal';
import { chooseSubscriptions } from './chooseSubscriptions';
import { chooseWay } from './chooseWay';
import { configuredCloud } from './cloudSetting';
import type { ChosenTenant, Memory, Remembered } from './memory';
import { showDeviceCode } from './showDeviceCode';
import { chooseVscodeAccount, knownVscodeAccount } from './vscodeAccounts';
import type { WayName } from './ways';

/** Who is signed in, as far as it takes to open a session. */
interface Open {
  readonly cloud: CustomCloud;
  readonly account: Account;
  readonly remembered: Remembered;
}

/** What could be learned of an account before anything of it is shown. */
interface Reach {
  readonly home: string;
  readonly name: string;
  readonly tenants: readonly Tenant[];
  readonly list: SubscriptionList;
}

interface Opened {
  readonly account: Account;
  readonly application?: Remembered['application'];
  readonly secret?: string;
}

/** Signing in and out, and which subscriptions are shown. */
export class SignIn {
  private open: Open | undefined;

  constructor(
    private readonly app: App,
    private readonly memory: Memory,
    /** Called before a session of an account takes the sandbox's place. */
    private readonly leaveSandbox: () => Promise<void>,
  ) {}

  /** The command *Sign In…*. */
  async signIn(): Promise<void> {
    const cloud = configuredCloud();
    const way = await chooseWay(cloud);
    if (!way) return;
    await this.working(vscode.l10n.t('Signing in'), async (signal) => {
      const opened = await this.openAccount(way, cloud, signal);
      if (!opened) return;
      const { account, application, secret } = opened;
      const reach = await this.reach(cloud, account, signal);
      const remembered: Remembered = {
        way,
        cloud: cloud.resourceManager,
        key: account.key,
        label: reach.name,
        ...(application ? { application } : {}),
      };
      const chosen = this.memory.chosen(remembered) ?? (await chooseSubscriptions(reach.home, reach.tenants, reach.list, undefined));
      if (!chosen) return;
      await this.memory.keep(remembered, secret);
      await this.memory.choose(remembered, chosen);
      await this.show({ cloud, account, remembered }, chosen);
    });
  }

  /** Opens the session of the account that was signed in last, asking nobody. */
  async resume(): Promise<Session> {
    const remembered = this.memory.last;
    if (!remembered) throw new AppError('SignedOut', message('error.signedOut'));
    const cloud = configuredCloud();
    const chosen = this.memory.chosen(remembered);
    if (cloud.resourceManager !== remembered.cloud || !chosen) throw new AppError('SignedOut', message('error.signedOut'));
    return this.app.sessions.open(async () => {
      // One that is signed in still has its tokens, which are kept nowhere else.
      const account = this.open && isSame(this.open.remembered, remembered) ? this.open.account : await this.known(remembered, cloud);
      this.open = { cloud, account, remembered };
      return this.sessionOf(this.open, chosen);
    });
  }

  /** Upon a gesture: asks the person for what a tenant, or a service in it, wants. Resolves to whether they gave it here and now. */
  async signInAgain(request: SignInRequest = {}): Promise<boolean> {
    if (!this.open) {
      await this.signIn();
      return false;
    }
    const { account, cloud, remembered } = this.open;
    const { ask } = account;
    if (!ask) {
      this.sayHow(request, remembered.way);
      return false;
    }
    await this.working(vscode.l10n.t('Signing in'), async (signal) => {
      const { tenantId, ...rest } = request;
      await ask(tenantId === undefined || tenantId === '' ? rest : request, signal);
    });
    if (this.app.sessions.current?.kind === 'azure') await this.app.tree.refresh();
    else await this.show({ account, cloud, remembered }, this.memory.chosen(remembered) ?? []);
    return true;
  }

  /** The command *Select Subscriptions…*. */
  async selectSubscriptions(): Promise<void> {
    const { open } = this;
    if (!open) return this.signIn();
    await this.working(vscode.l10n.t('Reading subscriptions'), async (signal) => {
      const reach = await this.reach(open.cloud, open.account, signal);
      const chosen = await chooseSubscriptions(reach.home, reach.tenants, reach.list, this.memory.chosen(open.remembered));
      if (!chosen) return;
      await this.memory.choose(open.remembered, chosen);
      await this.show(open, chosen);
    });
  }

  /** The command *Sign Out*. Leaves nothing of the account in this window. */
  async signOut(): Promise<void> {
    const remembered = this.open?.remembered ?? this.memory.last;
    this.open = undefined;
    if (remembered) await this.memory.forget(remembered);
    this.app.sessions.openWhenNeeded(undefined);
    if (this.app.sessions.current?.kind !== 'sandbox') this.app.sessions.close();
    if (remembered?.way === 'vscode') {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Keyless Containers has forgotten {0}. VS Code itself stays signed in: see the Accounts menu.', remembered.label),
      );
    }
  }

  private async show(open: Open, chosen: readonly ChosenTenant[]): Promise<void> {
    await this.leaveSandbox();
    this.open = open;
    this.app.sessions.openWhenNeeded(() => this.resume());
    await vscode.commands.executeCommand('keylessContainers.resources.focus');
    await this.app.sessions.open(() => this.sessionOf(open, chosen));
  }

  private async sessionOf({ cloud, account }: Open, chosen: readonly ChosenTenant[]): Promise<OpenedSession> {
    const { connect } = await import('../../azure/main');
    const [home, ...others] = chosen.map((tenant) => ({ ...tenant, credential: account.credential(tenant.tenantId) }));
    if (!home) throw new AppError('SignedOut', message('error.signedOut'));
    const azure = connect({ cloud, tenants: [home, ...others], userAgent: 'keyless-containers', log: this.app.log.request });
    const signedIn = await azure.signedIn();
    const session: Session = { kind: 'azure', cloud, azure, target: signedIn.tenantId, signedIn, clock: realClock };
    return { session, dispose: () => undefined };
  }

  private async openAccount(way: WayName, cloud: CustomCloud, signal: AbortSignal): Promise<Opened | undefined> {
    if (way === 'vscode') {
      const account = await chooseVscodeAccount(cloud);
      return account && { account };
    }
    if (way === 'servicePrincipal') {
      const application = await askServicePrincipal({
        ...(cloud.tenantId === undefined ? {} : { tenantId: cloud.tenantId }),
        ...this.memory.last?.application,
      });
      if (!application) return undefined;
      const { secret, ...rest } = application;
      return { account: await this.identity({ kind: way, ...application }, cloud), application: rest, secret };
    }
    const account = await this.plain(way, cloud);
    await account.ask?.({}, signal);
    return { account };
  }

  /** An account that was signed in before. Rejects with `SignInNeeded` where it is not to be had without asking. */
  private async known(remembered: Remembered, cloud: CustomCloud): Promise<Account> {
    const { way, application, key } = remembered;
    if (way === 'vscode') {
      const account = await knownVscodeAccount(key, cloud);
      if (account) return account;
    } else if (way === 'servicePrincipal') {
      const secret = await this.memory.secret(remembered);
      if (application && secret !== undefined) return this.identity({ kind: way, ...application, secret }, cloud);
    } else {
      return this.plain(way, cloud);
    }
    throw new AppError('SignInNeeded', message('error.signInNeeded'));
  }

  private async plain(way: 'azureCli' | 'deviceCode' | 'default', cloud: CustomCloud): Promise<Account> {
    if (way !== 'deviceCode') return this.identity({ kind: way }, cloud);
    const home = cloud.tenantId === undefined ? {} : { tenantId: cloud.tenantId };
    let given: AbortController | undefined;
    const prompt = (code: DeviceCode): void => {
      void showDeviceCode(code).then((goesOn) => goesOn || given?.abort());
    };
    const account = await this.identity({ kind: way, ...home, prompt }, cloud);
    const { ask } = account;
    return {
      ...account,
      async ask(request, signal) {
        given = new AbortController();
        await ask?.(request, AbortSignal.any([signal, given.signal]));
      },
    };
  }

  private async identity(way: IdentityWay, cloud: CustomCloud): Promise<Account> {
    const { openAccount } = await import('../../azure/identity/main');
    return openAccount(way, cloud);
  }

  private async reach(cloud: CustomCloud, account: Account, signal: AbortSignal): Promise<Reach> {
    const { connect, listTenants } = await import('../../azure/main');
    const options = { cloud, userAgent: 'keyless-containers', log: this.app.log.request };
    const credential = account.credential();
    const own = { ...options, tenants: [{ tenantId: '', credential }] } as const;
    const { tenantId: home, name } = await connect(own).signedIn(signal);
    const tenants = await listTenants(own, signal);
    const accessTo = (tenantId: string) => ({ tenantId, credential: account.credential(tenantId) });
    const others = tenants.map(({ tenantId }) => tenantId).filter((id) => id !== home);
    const all = connect({ ...options, tenants: [accessTo(home), ...others.map(accessTo)] });
    return { home, name, tenants, list: await all.subscriptions.list(signal) };
  }

  private sayHow({ tenantId = '' }: SignInRequest, way: WayName): void {
    if (way !== 'azureCli') {
      void this.signIn();
      return;
    }
    const terminal = vscode.window.createTerminal({ name: 'az login' });
    terminal.show();
    terminal.sendText(tenantId === '' ? 'az login' : `az login --tenant ${tenantId}`, false);
  }

  private async working(title: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (_progress, token) => {
        const stop = new AbortController();
        const listening = token.onCancellationRequested(() => stop.abort());
        try {
          await work(stop.signal);
        } finally {
          listening.dispose();
        }
      },
    );
  }
}

function isSame(a: Remembered, b: Remembered): boolean {
  return a.way === b.way && a.cloud === b.cloud && a.key === b.key;
}
