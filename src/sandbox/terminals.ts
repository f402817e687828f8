/**
 * Websockets to containers, as exec and attach answer them. They live beside the world: a saved world has none. Time reaches them by `look`,
 * which a timer calls while any is open.
 *
 * Not documented of Azure, and chosen here: an address is good for one connection and five minutes; an attached socket ends with the
 * container's run.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { TerminalSize } from '../model/containerSocket';
import { normalizeId } from '../model/resourceId';
import { behaviourOf } from './containerGroupMoment';
import { insideOf } from './containerInside';
import type { SandboxClock } from './clock';
import { Cmd } from './cmd';
import { programs, Shell } from './shell';
import { Tty } from './tty';
import { insideOfWindows, isWindows } from './windowsInside';
import type { SandboxContainer, SandboxContainerGroup, World } from './world';

/** Where the addresses lead. Port 19390 is Azure's. */
export const bridge = 'wss://bridge.sandbox.invalid:19390';

/** The sandbox's end of a socket. */
export interface Peer {
  send(text: string): void;
  close(reason: string): void;
  /** Ends it as a network does that fails. */
  cut(): void;
}

export interface Accepted {
  received(data: string | Uint8Array): void;
  /** The client has gone. */
  gone(): void;
}

interface Admission {
  readonly groupId: string;
  readonly container: string;
  readonly password: string;
  readonly expiresAt: number;
  readonly exec?: { readonly command: string; readonly size: TerminalSize };
}

/** A socket whose password was right. */
interface Attached {
  readonly run: number;
  readonly tty?: Tty;
  /** What sleeps in it, and until when. */
  asleep?: { readonly sleep: object; readonly until: number } | undefined;
  /** Up to when its log was sent. */
  sentUntil: number;
}

interface Connection {
  readonly admission: Admission;
  readonly peer: Peer;
  readonly decoder: InstanceType<typeof TextDecoder>;
  attached?: Attached;
}

const admissionMs = 300_000;
/** Of the real clock. */
const lookEveryMs = 100;

export class Terminals {
  private readonly admissions = new Map<string, Admission>();
  private readonly connections = new Set<Connection>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly sandbox: { readonly world: World; readonly clock: SandboxClock; settle(): void }) {}

  /** What a POST to exec answers. */
  admitExec(groupId: string, container: string, command: string, size: TerminalSize): { webSocketUri: string; password: string } {
    return this.admit({ groupId, container, exec: { command, size } }, `?rows=${size.rows}&cols=${size.columns}`);
  }

  admitAttach(groupId: string, container: string): { webSocketUri: string; password: string } {
    return this.admit({ groupId, container }, '');
  }

  /** Undefined where there is nothing at an address. */
  accept(address: string, peer: Peer): Accepted | undefined {
    const key = /\/containers\/([\w-]+)(?:\?|$)/.exec(address)?.[1] ?? '';
    const admission = this.admissions.get(key);
    this.admissions.delete(key);
    if (!admission || admission.expiresAt < Date.now()) return undefined;
    const connection: Connection = { admission, peer, decoder: new TextDecoder() };
    this.connections.add(connection);
    this.timer ??= setInterval(() => this.look(), lookEveryMs).unref();
    return {
      received: (data) => this.received(connection, data),
      gone: () => this.forget(connection),
    };
  }

  /** Ends every socket as a network does that fails. */
  cut(): void {
    for (const connection of [...this.connections]) {
      this.forget(connection);
      connection.peer.cut();
    }
  }

  /** Goes on with what time and writes have changed. */
  look(): void {
    if (this.connections.size === 0) return;
    this.sandbox.settle();
    for (const connection of [...this.connections]) this.lookAt(connection);
  }

  private admit(about: Pick<Admission, 'groupId' | 'container' | 'exec'>, query: string): { webSocketUri: string; password: string } {
    const key = randomBytes(16).toString('hex');
    const password = randomBytes(24).toString('base64url');
    this.admissions.set(key, { ...about, password, expiresAt: Date.now() + admissionMs });
    return { webSocketUri: `${bridge}/${about.exec ? 'exec' : 'attach'}/containers/${key}${query}`, password };
  }

  private received(connection: Connection, data: string | Uint8Array): void {
    if (!this.connections.has(connection)) return;
    const text = typeof data === 'string' ? data : connection.decoder.decode(data, { stream: true });
    if (!connection.attached) this.enter(connection, text);
    else connection.attached.tty?.type(text);
    this.lookAt(connection);
  }

  private enter(connection: Connection, password: string): void {
    const { admission, peer } = connection;
    if (!samePassword(password, admission.password)) return this.end(connection, 'The password is wrong.');
    this.sandbox.settle();
    const { group, container } = this.whereIs(admission);
    if (!group || container?.state !== 'Running' || container.startedAt === undefined)
      return this.end(connection, 'The container is not running.');
    const entered = { run: container.startedAt, sentUntil: this.sandbox.clock.now() };
    if (!admission.exec) {
      connection.attached = entered;
      return;
    }
    const { command, size } = admission.exec;
    if (isWindows(group)) {
      const tty = new Tty(
        (write) => new Cmd(insideOfWindows(group, admission.container), write),
        (text) => peer.send(text),
      );
      connection.attached = { ...entered, tty };
      return tty.start();
    }
    const { shells, context } = insideOf(group, admission.container);
    const name = command.replace(/^\/(usr\/)?bin\//, '');
    const shell = shells.find((each) => each === name);
    if (!shell && !(shells.length > 0 && programs.includes(name))) {
      // So it was seen of Azure: https://github.com/Azure/azure-cli/issues/8687. Others saw a socket that ends without a word.
      peer.send(`rpc error: code = 2 desc = oci runtime error: exec failed: exec: "${command}": executable file not found in $PATH\r\n`);
      return this.end(connection, 'The program could not be started.');
    }
    const tty = new Tty(
      (write) => new Shell({ ...context, name: shell ?? 'sh' }, size, write),
      (text) => peer.send(text),
    );
    connection.attached = { ...entered, tty };
    tty.start(shell === undefined ? name : undefined);
  }

  private lookAt(connection: Connection): void {
    const { admission, attached } = connection;
    if (!attached || !this.connections.has(connection)) return;
    const { group, container } = this.whereIs(admission);
    const isRunning = container?.state === 'Running' && container.startedAt === attached.run;
    if (!attached.tty && group && container) this.sendLog(connection, attached, group);
    if (!isRunning) return this.end(connection, 'The container has stopped.');
    if (attached.tty) this.lookAtTty(connection, attached, attached.tty);
  }

  private lookAtTty(connection: Connection, attached: Attached, tty: Tty): void {
    const now = this.sandbox.clock.now();
    if (attached.asleep && attached.asleep.sleep === tty.sleep && attached.asleep.until <= now) tty.woken();
    if (attached.asleep?.sleep !== tty.sleep) attached.asleep = tty.sleep && { sleep: tty.sleep, until: now + tty.sleep.ms };
    if (tty.ended !== undefined) this.end(connection, 'The program has ended.');
  }

  /** What the run has written since. */
  private sendLog(connection: Connection, attached: Attached, group: SandboxContainerGroup): void {
    const { behaviour, context } = behaviourOf(group, connection.admission.container);
    const until = this.sandbox.clock.now();
    const lines = behaviour.lines(context, until - attached.run).filter(({ atMs }) => attached.run + atMs > attached.sentUntil);
    attached.sentUntil = until;
    if (lines.length > 0) connection.peer.send(lines.map(({ text }) => `${text}\n`).join(''));
  }

  private whereIs({ groupId, container }: Admission): { group?: SandboxContainerGroup; container?: SandboxContainer } {
    const group = this.sandbox.world.containerGroups[normalizeId(groupId)];
    const found = group?.containers[container];
    return { ...(group ? { group } : {}), ...(found ? { container: found } : {}) };
  }

  private end(connection: Connection, reason: string): void {
    this.forget(connection);
    connection.peer.close(reason);
  }

  private forget(connection: Connection): void {
    this.connections.delete(connection);
    if (this.connections.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

function samePassword(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
