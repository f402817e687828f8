import type { ContainerSocket, OpenSocket, SocketAccess, SocketEnd } from '../../model/containerSocket';

export interface LinkEvents {
  shown(text: string): void;
  ended(end: SocketEnd): void;
}

/** A terminal takes no more than 4,096 characters of a line at once; a paste goes in pieces of so many. */
const longestPiece = 1024;

/** Text to and from a container: the password first, characters whole whatever frames they came in, long texts in pieces. */
export class Link {
  private readonly socket: ContainerSocket;
  private readonly decoder = new TextDecoder();
  /** Whether it was open once. */
  isOpen = false;
  /** Until it is open. */
  private readonly waiting: string[] = [];

  constructor(open: OpenSocket, { address, password }: SocketAccess, events: LinkEvents) {
    this.socket = open(address, {
      opened: () => {
        this.socket.send(password);
        this.isOpen = true;
        for (const text of this.waiting.splice(0)) this.send(text);
      },
      received: (data) => {
        const text = this.decoder.decode(data, { stream: true });
        if (text !== '') events.shown(text);
      },
      closed: (end) => events.ended(end),
    });
  }

  send(text: string): void {
    if (!this.isOpen) this.waiting.push(text);
    else for (const piece of pieces(text)) this.socket.send(new TextEncoder().encode(piece));
  }

  close(): void {
    this.socket.close();
  }
}

/** No character is cut in two. */
export function pieces(text: string): readonly string[] {
  const found: string[] = [];
  for (let from = 0; from < text.length;) {
    const isCut = /[\ud800-\udbff]/.test(text[from + longestPiece - 1] ?? '');
    const to = from + longestPiece - (isCut ? 1 : 0);
    found.push(text.slice(from, to));
    from = to;
  }
  return found;
}
