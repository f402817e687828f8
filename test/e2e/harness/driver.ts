import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Answer, Operation, Question } from './protocol';

/** The tests' end of the line to the driver extension. The window that connected last answers. */
export class Driver {
  private readonly server = createServer((socket) => this.accept(socket));
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private connection: Promise<Socket>;
  private connected: (socket: Socket) => void = () => undefined;
  private lastId = 0;

  constructor() {
    this.connection = this.nextConnection();
  }

  /** The environment that tells the driver extension where to connect. */
  async listen(): Promise<Record<string, string>> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.server.unref();
    return { KEYLESS_DRIVER_PORT: String((this.server.address() as AddressInfo).port) };
  }

  /** Questions asked from now on wait for the next window. */
  expectWindow(): void {
    this.connection = this.nextConnection();
  }

  async ask(operation: Operation, ...args: unknown[]): Promise<unknown> {
    const socket = await this.connection;
    const question: Question = { id: (this.lastId += 1), operation, args };
    const answer = new Promise<Answer>((resolve) => this.waiting.set(question.id, resolve));
    socket.write(`${JSON.stringify(question)}\n`);
    const reply = await answer;
    if ('error' in reply) {
      throw new Error(`${operation} ${args.join(' ')}: ${reply.error}`);
    }
    return reply.value;
  }

  async close(): Promise<void> {
    this.server.close();
    this.expectWindow();
    await Promise.resolve();
  }

  private async nextConnection(): Promise<Socket> {
    return new Promise((resolve) => (this.connected = resolve));
  }

  private accept(socket: Socket): void {
    socket.unref();
    socket.on('error', () => undefined);
    createInterface({ input: socket }).on('line', (line) => {
      const answer = JSON.parse(line) as Answer;
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    });
    this.connected(socket);
  }
}
