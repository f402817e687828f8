import { WebSocket } from 'ws';
import type { OpenSocket } from '../model/containerSocket';

const handshakeMs = 30_000;
const pingMs = 30_000;

/**
 * Websockets over the network. `ws` and not Node's own: it goes through Node's `https`, which VS Code gives the proxy and the certificates that
 * the person's settings name.
 *
 * @param ca PEM, to be trusted besides what Node trusts.
 */
export function webSockets(ca?: string): OpenSocket {
  return (address, events) => {
    const options = { handshakeTimeout: handshakeMs, perMessageDeflate: false, ...(ca === undefined ? {} : { ca }) };
    const socket = new WebSocket(address, options);
    let failure: Error | undefined;
    // Keeps what is in between from forgetting a quiet connection. That an answer is missing ends nothing: TCP knows better.
    const pings = setInterval(() => socket.readyState === WebSocket.OPEN && socket.ping(), pingMs);
    socket.on('open', () => events.opened());
    socket.on('message', (data) => events.received(Buffer.isBuffer(data) ? data : Buffer.concat([data].flat() as Buffer[])));
    socket.on('error', (error) => (failure = error));
    socket.on('close', (code, reason) => {
      clearInterval(pings);
      const detail = [`code ${code}`, reason.toString(), failure?.message ?? ''].filter((part) => part !== '').join(', ');
      events.closed({ clean: !failure && code !== abnormal, detail });
    });
    return {
      send: (data) => socket.readyState === WebSocket.OPEN && socket.send(data),
      close: () => socket.close(),
    };
  };
}

/** Of a connection that ended without a goodbye: RFC 6455, 7.4.1. */
const abnormal = 1006;
