import type { Machine } from '@renderonline/database';
import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { port } from '../commands/option-values.ts';
import { addDatabaseOptions, withDatabase, type DatabaseOptions } from '../farm-database/with-database.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { findMachineStrictly, tellMachine } from './find-machine.ts';

interface AddOptions extends DatabaseOptions {
  readonly address: string;
  readonly port: number;
  readonly name: string;
}

/** `renderonline machine add` for machines that RenderAPI calls, and `machine remove`. */
export function addMachineRowCommands(group: Command, { io, action }: CommandContext): void {
  addDatabaseOptions(group.command('add'))
    .description('add a machine that RenderAPI calls over /hpc (others join: see `machine pair`)')
    .requiredOption('--address <address>', 'its IP address or host name, as RenderAPI sees it')
    .option('--port <port>', "the node's port", port, 5001)
    .option('--name <name>', 'what people call it', '')
    .addHelpText('after', '\nExample:\n  renderonline machine add --address 192.168.1.10 --name workstation')
    .action(action((options: AddOptions) => add(io, options)));
  addDatabaseOptions(group.command('remove').alias('rm'))
    .description('remove a machine')
    .argument('<machine>', 'its number, name or address')
    .addHelpText('after', '\nExample:\n  renderonline machine remove workstation')
    .action(action((wanted: string, options: DatabaseOptions) => remove(io, wanted, options)));
}

/**
 * Two rows of one node would each give it tasks, and take them from each other.
 *
 * @throws CliError when the address and port are another machine's
 */
export function requireOnce(rows: readonly Machine[], wanted: Pick<Machine, 'ipAddress' | 'port'>): void {
  const there = rows.find(
    ({ ipAddress, port: number, transport }) =>
      transport === 'hpc' &&
      ipAddress.toLowerCase() === wanted.ipAddress.toLowerCase() &&
      number === wanted.port,
  );
  if (there === undefined) return;
  const { machineId, ipAddress } = there;
  throw new CliError(
    exitCodes.refused,
    'already-exists',
    `${ipAddress}:${there.port} is machine ${machineId} already.`,
    { next: `Change it with \`renderonline machine set ${machineId}\`, or give this one another port.` },
  );
}

async function add(io: CliIo, options: AddOptions): Promise<ExitCode> {
  const { addMachine, listMachines } = await import('@renderonline/database');
  const { address: ipAddress, port: number, name } = options;
  const machine = await withDatabase(io, options, async ({ db }) => {
    requireOnce(await listMachines(db), { ipAddress, port: number });
    return addMachine(db, { ipAddress, port: number, name });
  });
  return tellMachine(io, options, { done: 'Added', machine });
}

async function remove(io: CliIo, wanted: string, options: DatabaseOptions): Promise<ExitCode> {
  const { listMachines, removeMachine } = await import('@renderonline/database');
  const machine = await withDatabase(io, options, async ({ db }) => {
    const found = findMachineStrictly(await listMachines(db), wanted);
    await removeMachine(db, { machineId: found.machineId });
    return found;
  });
  return tellMachine(io, options, { done: 'Removed', machine });
}
