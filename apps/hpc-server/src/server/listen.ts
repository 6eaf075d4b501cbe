import { domainError } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';

/**
 * Listens on the address, or without one on every address of the computer.
 *
 * @returns where it listens
 * @throws DomainError `port-taken` when another program has the port; the system's error otherwise.
 */
export async function listen(
  app: FastifyInstance,
  bindAddress: string | null,
  port: number,
): Promise<{ address: string; port: number }> {
  try {
    await app.listen({ host: bindAddress ?? '::', port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A computer without IPv6.
    if (bindAddress === null && (code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL')) {
      return listen(app, '0.0.0.0', port);
    }
    if (code === 'EADDRINUSE') {
      throw domainError('port-taken', `Port ${port} is taken by another program.`, { port }, error);
    }
    throw error;
  }
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('HPCServer listens on no port');
  return { address: address.address, port: address.port };
}
