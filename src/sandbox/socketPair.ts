import type { OpenSocket } from '../model/containerSocket';
import type { Terminals } from './terminals';

/** Websockets without a network: two ends, and what one sends arrives at the other a moment later. */
export function socketsWithin(terminals: Terminals): OpenSocket {
  return (address, events) => {
    let open = true;
    const later = (work: () => void): void => void setImmediate(work);
    const end = (clean: boolean, detail: string): void => {
      if (!open) return;
      open = false;
      later(() => events.closed({ clean, detail }));
    };
    const accepted = terminals.accept(address, {
      send: (text) => later(() => open && events.received(new TextEncoder().encode(text))),
      // What was sent before arrives before.
      close: (reason) => later(() => end(true, reason)),
      cut: () => end(false, 'The sandbox cut the connection.'),
    });
    if (accepted) later(() => open && events.opened());
    else end(false, 'There is no such address.');
    return {
      send: (data) => later(() => open && accepted?.received(data)),
      close: () => {
        accepted?.gone();
        end(true, '');
      },
    };
  };
}
