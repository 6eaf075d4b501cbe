import type { Client } from '@renderonline/client';
import type { CliIo } from '../io/cli-io.ts';
import type { ApiOptions } from './api-options.ts';
import { findCredentials } from './find-credentials.ts';

/** A client of the RenderAPI that the options, the environment or the profile name. */
export async function connect(io: CliIo, options: ApiOptions): Promise<Client> {
  const { address, email, token } = await findCredentials(io, options);
  // Here as in all commands: what only some need is loaded by those.
  const { createClient } = await import('@renderonline/client');
  return createClient({ baseUrl: address, email, token });
}
