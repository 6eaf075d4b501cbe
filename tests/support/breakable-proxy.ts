import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A network cable between a machine and RenderAPI that a test can cut. */
export interface BreakableProxy {
  readonly address: string;
  /** Resets every connection, as a router that restarts does. */
  cut(): void;
  /** Swallows everything in both directions without a word, and takes new connections silently, until `mend`. */
  swallow(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Passes TCP connections on to a port of this computer. */
export async function startBreakableProxy(targetPort: number): Promise<BreakableProxy> {
  const sockets = new Set<Socket>();
  let isSwallowing = false;
  const remember = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    remember(near);
    const far = connect(targetPort, '127.0.0.1');
    remember(far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => {
        // What was swallowed is gone: such a connection is no use any more when the cable is mended.
        if (isSwallowing) return;
        if (!to.write(bytes)) from.pause();
      });
      to.on('drain', () => from.resume());
      from.once('close', () => {
        if (!isSwallowing) to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    swallow: () => {
      isSwallowing = true;
    },
    mend: () => {
      if (!isSwallowing) return;
      isSwallowing = false;
      cut();
    },
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
