/**
 * A websocket to a container. What exec answers carries a terminal both ways, what attach answers carries what the container writes.
 * The password is the first thing to send.
 */
export interface ContainerSocket {
  send(data: string | Uint8Array): void;
  close(): void;
}

/** How a socket ended. */
export interface SocketEnd {
  /** Whether the other side said goodbye; else the connection was cut, or never made. */
  readonly clean: boolean;
  /** Raw text for the log. */
  readonly detail?: string;
}

export interface SocketEvents {
  opened(): void;
  /** Bytes, which may begin and end in the middle of a character. */
  received(data: Uint8Array): void;
  /** Once, and last. */
  closed(end: SocketEnd): void;
}

/** Connects to an address that exec or attach answered. Nothing is told before it returns. */
export type OpenSocket = (address: string, events: SocketEvents) => ContainerSocket;

/** Where a socket is, and what lets one in. The password is good for whoever has it. */
export interface SocketAccess {
  readonly address: string;
  readonly password: string;
}

export interface TerminalSize {
  readonly rows: number;
  readonly columns: number;
}
