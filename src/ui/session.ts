import * as vscode from 'vscode';
import type { Azure, SignedIn } from '../azure/azure';
import { AppError } from '../model/appError';
import type { Cloud } from '../model/cloud';
import type { OpenSocket } from '../model/containerSocket';
import { message } from '../model/message';
import type { Clock } from '../plan/clock';
import type { Persona } from '../sandbox/personas';
import { Disposables } from './disposables';

/** What the user interface shows of an open sandbox. */
export interface SandboxFacts {
  readonly persona: Persona;
  /** Of the world: a world that was reset or another one is another world. */
  readonly world: string;
}

/** An Azure that is open: an account's, or the sandbox. It never changes; another persona or account is another session. */
export interface Session {
  readonly kind: 'sandbox' | 'azure';
  readonly cloud: Cloud;
  readonly azure: Azure;
  /** What plans name as their target: a tenant's id, or a sandbox world's. */
  readonly target: string;
  readonly signedIn: SignedIn;
  /** What time it is there, and waiting by it: the sandbox has a clock of its own, at its own speed. */
  readonly clock: Clock;
  /** Instead of the network: the sandbox's. */
  readonly openSocket?: OpenSocket;
  readonly sandbox?: SandboxFacts;
}

export interface OpenedSession extends vscode.Disposable {
  readonly session: Session;
}

/** Which Azure is open, if any. One at a time. */
export class Sessions implements vscode.Disposable {
  private readonly disposables = new Disposables();
  private readonly changed = this.disposables.add(new vscode.EventEmitter<Session | undefined>());
  readonly onDidChange = this.changed.event;
  private opening: Promise<OpenedSession> | undefined;
  private opened: OpenedSession | undefined;
  private whenNeeded: (() => Promise<unknown>) | undefined;
  /** Why the last one could not be opened. It is not tried again by itself. */
  private failure: { readonly error: unknown } | undefined;

  /** The open session; undefined while none is open and while one is opening. */
  get current(): Session | undefined {
    return this.opened?.session;
  }

  /** What to open when something is first asked for. */
  openWhenNeeded(open: (() => Promise<unknown>) | undefined): void {
    this.whenNeeded = open;
    this.failure = undefined;
    this.changed.fire(this.current);
  }

  /** Whether asking will open a session. */
  get willOpen(): boolean {
    return this.opening !== undefined || this.whenNeeded !== undefined;
  }

  /** Waits for the session that is opening, or opens the one that was open last, if any. */
  async resume(): Promise<void> {
    if (!this.opening && !this.opened) {
      if (this.failure && this.whenNeeded) throw this.failure.error;
      await this.whenNeeded?.();
    }
    while (this.opening) await this.opening;
  }

  /** Lets what could not be opened be tried again. */
  forgive(): void {
    this.failure = undefined;
  }

  /** The open session, waiting for one that is opening. Rejects with code `SignedOut` where there is none. */
  async require(): Promise<Session> {
    await this.resume();
    if (!this.opened) throw new AppError('SignedOut', message('error.signedOut'));
    return this.opened.session;
  }

  /** Opens a session in place of the present one. */
  async open(start: () => Promise<OpenedSession>): Promise<Session> {
    this.end();
    this.failure = undefined;
    const opening = start();
    this.opening = opening;
    this.changed.fire(undefined);
    try {
      const opened = await opening;
      // Another was opened, or everything closed, in the meantime.
      if (this.opening !== opening) {
        opened.dispose();
        throw AppError.cancelled();
      }
      this.opened = opened;
      return opened.session;
    } catch (error) {
      if (this.opening === opening) this.failure = { error };
      throw error;
    } finally {
      if (this.opening === opening) {
        this.opening = undefined;
        this.changed.fire(this.current);
      }
    }
  }

  close(): void {
    this.end();
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.end();
    this.disposables.dispose();
  }

  private end(): void {
    this.opening = undefined;
    this.opened?.dispose();
    this.opened = undefined;
  }
}
