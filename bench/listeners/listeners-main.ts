// Many listeners in a process of their own. Told what to do over the process's message channel by listener-fleet.ts.
import { connect, type Socket } from 'node:net';
import type { ListenerOrder, ListenerReport } from './listener-messages.ts';

interface Listener {
  readonly email: string;
  readonly socket: Socket;
}

const listeners: Listener[] = [];
/** All at once would measure the system's listen queue. */
const atOnce = 50;

function report(message: ListenerReport): void {
  process.send?.(message);
}

/** A bare socket: it costs this process little, and tells the moment at which bytes came. */
function listen(port: number, { email, token }: { email: string; token: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const headers = ['Host: bench', `email: ${email}`, `token: ${token}`].join('\r\n');
    socket.write(`GET /renderapi/v2/events HTTP/1.1\r\n${headers}\r\n\r\n`);
    let text = '';
    const onData = (bytes: Buffer): void => {
      text += bytes.toString();
      if (!text.includes('event: hello')) {
        if (text.includes('\r\n\r\n') && !text.startsWith('HTTP/1.1 200')) reject(new Error(text));
        return;
      }
      socket.off('data', onData);
      socket.resume();
      listeners.push({ email, socket });
      resolve();
    };
    socket.on('data', onData).on('error', reject);
    socket.on('close', () => {
      report({ kind: 'failed', message: `a listener of ${email} was let go` });
    });
  });
}

async function listenAll(order: Extract<ListenerOrder, { kind: 'listen' }>): Promise<void> {
  const { port, users, listenersOfUser } = order;
  // The first sign-in of a token costs time, the others nothing.
  for (const user of users) await listen(port, user);
  const others = users.flatMap((user) => Array.from({ length: listenersOfUser - 1 }, () => user));
  for (let at = 0; at < others.length; at += atOnce) {
    await Promise.all(others.slice(at, at + atOnce).map((user) => listen(port, user)));
  }
  report({ kind: 'listening' });
}

function expectText({ email, text }: Extract<ListenerOrder, { kind: 'expect' }>): void {
  const own = listeners.filter((listener) => listener.email === email);
  const atMs: number[] = [];
  for (const { socket } of own) {
    const onData = (bytes: Buffer): void => {
      if (!bytes.includes(text)) return;
      socket.off('data', onData);
      socket.resume();
      atMs.push(performance.timeOrigin + performance.now());
      if (atMs.length === own.length) report({ kind: 'told', atMs });
    };
    socket.on('data', onData);
  }
  report({ kind: 'expecting' });
}

process.on('message', (order: ListenerOrder) => {
  if (order.kind === 'expect') expectText(order);
  else {
    listenAll(order).catch((error: unknown) => {
      report({ kind: 'failed', message: String(error) });
    });
  }
});
