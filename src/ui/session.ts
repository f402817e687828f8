import * as vscode from 'vscode';
import type { Azure, SignedIn } from '../azure/azure';
import { AppError } from '../model/appError';
import type { Cloud } from '../model/cloud';
import { message } from '../model/message';
import { Disposables } from './disposables';

export type Persona = 'owner' | 'contributor' | 'reader' | 'delegate';

/** What may be done with an open sandbox besides asking it as Azure. */
export interface SandboxControls {
  readonly persona: Persona;
  /** How many seconds of the sandbox pass in one; 0 stands still. */
  readonly speed: number;
  setSpeed(speed: number): void;
  /** Moves the sandbox's clock on. */
  advance(ms: number): void;
  /** Makes the next `times` requests whose URL contains `match` fail. For tests. */
  fault(fault: SandboxFault): void;
}

export interface SandboxFault {
  readonly match: string;
  readonly method?: string;
  readonly times: number;
  readonly status?: number;
  readonly code?: string;
  /** Milliseconds to wait before the request is answered. */
  readonly delayMs?: number;
}

/** An Azure that is open: an account's, or the sandbox. It never changes; another persona or account is another session. */
export interface Session {
  readonly kind: 'sandbox' | 'azure';
  readonly cloud: Cloud;
  readonly azure: Azure;
  /** What plans name as their target: a tenant's id, or a sandbox world's. */
  readonly target: string;
  readonly signedIn: SignedIn;
  /** What time it is there, in milliseconds since the epoch: the sandbox has a clock of its own. */
  now(): number;
  readonly sandbox?: SandboxControls;
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

  /** The open session; undefined while none is open and while one is opening. */
  get current(): Session | undefined {
    return this.opened?.session;
  }

  get isOpening(): boolean {
    return this.opening !== undefined;
  }

  /** The open session, waiting for one that is opening. Rejects with code `SignedOut` where there is none. */
  async require(): Promise<Session> {
    if (this.opening) return (await this.opening).session;
    if (!this.opened) throw new AppError('SignedOut', message('error.signedOut'));
    return this.opened.session;
  }

  /** Opens a session in place of the present one. */
  async open(start: () => Promise<OpenedSession>): Promise<Session> {
    this.end();
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
