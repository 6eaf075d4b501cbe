import { createServer } from 'node:net';
import { CliError } from '../io/cli-error.ts';
import { exitCodes } from '../io/exit-code.ts';

/**
 * Fails early and clearly when a port cannot be had.
 *
 * @throws CliError (code 8)
 */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, exclusive: true }, resolve);
    });
  } catch (error) {
    throw portError(host, port, error as NodeJS.ErrnoException);
  } finally {
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  }
}

function portError(host: string, port: number, error: NodeJS.ErrnoException): Error {
  const next = `Choose another: npm run quickstart -- --port ${port < 60_000 ? port + 10 : port - 10}`;
  if (error.code === 'EADDRINUSE') {
    return new CliError(exitCodes.portTaken, 'port-taken', `Port ${port} is taken by another program.`, {
      next,
      cause: error,
    });
  }
  if (error.code === 'EACCES') {
    return new CliError(exitCodes.portTaken, 'port-forbidden', `This user may not listen on port ${port}.`, {
      next,
      cause: error,
    });
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new CliError(exitCodes.usage, 'listen-address-invalid', `This computer has no address ${host}.`, {
      next: 'Give --listen one of its own addresses, 127.0.0.1 or 0.0.0.0.',
      cause: error,
    });
  }
  return error;
}
