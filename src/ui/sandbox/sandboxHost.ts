import type * as vscode from 'vscode';
import { AppError } from '../../model/appError';
import { message } from '../../model/message';
import { clockOf } from '../../plan/clock';
import type { OpenSandbox, SandboxSettings } from '../../sandbox/main';
import type { Persona } from '../../sandbox/personas';
import type { Log } from '../log';
import type { OpenedSession, Session, Sessions } from '../session';
import { WorldFile } from './worldFile';

/** Seconds of the sandbox in a second: a role is effective after some seconds, and every state can still be seen. */
const usualSpeed = 10;

const openKey = 'sandbox.open';
const speedKey = 'sandbox.speed';

/** The sandbox of this window: opened, kept between windows, changed and closed. */
export class SandboxHost implements vscode.Disposable {
  private readonly file: WorldFile;
  private sandbox: Promise<OpenSandbox> | undefined;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly sessions: Sessions,
    private readonly log: Log,
  ) {
    this.file = new WorldFile(context.globalStorageUri, log);
    const wanted = context.globalState.get<boolean>(openKey) ?? process.env['KEYLESS_SANDBOX'] === '1';
    if (wanted) sessions.openWhenNeeded(() => this.open());
  }

  /** Opens the sandbox as it was left, or shows it if it is open. */
  async open(): Promise<Session> {
    if (this.sessions.current?.sandbox) return this.sessions.current;
    const session = await this.sessions.open(async () => this.sessionOf(await this.load()));
    await this.context.globalState.update(openKey, true);
    return session;
  }

  async close(): Promise<void> {
    await this.save();
    if (this.sessions.current?.kind !== 'azure') {
      this.sessions.openWhenNeeded(undefined);
      this.sessions.close();
    }
    this.file.follow(undefined);
    this.sandbox = undefined;
    await this.context.globalState.update(openKey, false);
  }

  /** The world as it was at first; the persona and the clock's speed stay, unless given. */
  async reset(given: SandboxSettings = {}): Promise<void> {
    const before = await this.sandbox?.catch(() => undefined);
    const persona = given.persona ?? before?.persona ?? 'owner';
    if (given.speed !== undefined) await this.context.globalState.update(speedKey, given.speed);
    this.sandbox = this.create({ ...given, persona });
    await this.reopen();
  }

  async switchPersona(persona: Persona): Promise<void> {
    (await this.running()).persona = persona;
    await this.reopen();
  }

  async setSpeed(speed: number): Promise<void> {
    (await this.running()).sandbox.clock.setSpeed(speed);
    await this.context.globalState.update(speedKey, speed);
    this.file.saveSoon();
  }

  /** The open sandbox. Rejects with code `SignedOut` where it is not open. */
  async running(): Promise<OpenSandbox> {
    if (!this.sandbox) throw new AppError('SignedOut', message('error.signedOut'));
    return this.sandbox;
  }

  save(): Promise<void> {
    return this.file.save();
  }

  dispose(): void {
    this.file.dispose();
  }

  private async reopen(): Promise<void> {
    await this.sessions.open(async () => this.sessionOf(await this.load()));
    this.file.saveSoon();
  }

  private load(): Promise<OpenSandbox> {
    this.sandbox ??= this.restore();
    this.sandbox.catch(() => (this.sandbox = undefined));
    return this.sandbox;
  }

  private async restore(): Promise<OpenSandbox> {
    const saved = await this.file.load();
    try {
      return await this.create(saved === undefined ? {} : { snapshot: saved });
    } catch (error) {
      if (saved === undefined) throw error;
      this.log.error('restoring the sandbox; it begins anew', error);
      return this.create({});
    }
  }

  private async create(settings: SandboxSettings): Promise<OpenSandbox> {
    const { createSandbox } = await import('../../sandbox/main');
    const speed = this.context.globalState.get<number>(speedKey) ?? usualSpeed;
    return createSandbox({ speed, ...settings, onWrite: () => this.file.saveSoon() });
  }

  private async sessionOf(open: OpenSandbox): Promise<OpenedSession> {
    const { sandbox } = open;
    const { connect } = await import('../../azure/main');
    const azure = connect({
      cloud: open.cloud,
      tenants: [{ tenantId: sandbox.world.tenantId, credential: open.credential }],
      httpClient: open.httpClient,
      userAgent: 'keyless-containers',
      log: this.log.request,
    });
    this.file.follow(() => sandbox.snapshot());
    const session: Session = {
      kind: 'sandbox',
      cloud: open.cloud,
      azure,
      target: `sandbox:${sandbox.world.tenantId}`,
      signedIn: await azure.signedIn(),
      clock: clockOf(
        () => sandbox.clock.now(),
        () => sandbox.clock.currentSpeed,
      ),
      openSocket: open.openSocket,
      sandbox: { persona: open.persona, world: sandbox.world.name },
    };
    return { session, dispose: () => undefined };
  }
}
