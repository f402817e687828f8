import type { Server } from 'node:https';
import { WebSocketServer } from 'ws';
import type { Terminals } from '../terminals';

/** Lets a server's clients reach containers by websocket. */
export function serveSockets(server: Server, terminals: Terminals): { close(): void } {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, stream, head) => {
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const accepted = terminals.accept(request.url ?? '', {
        send: (text) => socket.send(Buffer.from(text)),
        close: (reason) => socket.close(1000, reason),
        cut: () => socket.terminate(),
      });
      if (!accepted) return socket.terminate();
      socket.on('message', (data) => accepted.received(Buffer.isBuffer(data) ? data : Buffer.concat([data].flat() as Buffer[])));
      socket.on('close', () => accepted.gone());
      // A client that breaks off: the close that follows is all that is of interest.
      socket.on('error', () => undefined);
    });
  });
  return {
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
