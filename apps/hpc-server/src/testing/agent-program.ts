import { createLogger } from '@renderonline/runtime';
import { startHpcServer } from '../server/start-hpc-server.ts';
import type { HpcServerSettings } from '../settings/hpc-server-settings.ts';

/**
 * For tests that kill HPCServer: HPCServer as a program, with its settings as JSON in the first argument. It
 * prints a line of JSON with its port and its guardian when it listens, or the error that kept it from it.
 */
const settings = JSON.parse(process.argv[2] ?? '') as HpcServerSettings;
try {
  const log = createLogger({ name: 'agent', level: 'silent' });
  const { port, guardianPid } = await startHpcServer(settings, { log });
  process.stdout.write(`${JSON.stringify({ port, guardianPid })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`);
  process.exitCode = 1;
}
