import type { Machine } from '@renderonline/database';
import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { changesOf, findOne } from '../commands/find-one.ts';
import { port, yesOrNo } from '../commands/option-values.ts';
import { printJson, printLine, printList } from '../commands/print.ts';
import { addDatabaseOptions, withDatabase, type DatabaseOptions } from '../farm-database/with-database.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import type { Column } from '../terminal/table.ts';

interface MachineOptions extends DatabaseOptions {
  readonly address?: string;
  readonly port?: number;
  readonly name?: string;
  readonly enabled?: boolean;
}

const columns: readonly Column<Machine>[] = [
  { title: 'ID', value: (row) => String(row.machineId), align: 'right' },
  { title: 'NAME', value: (row) => row.name, shrinks: true },
  { title: 'ADDRESS', value: (row) => row.ipAddress, shrinks: true },
  { title: 'PORT', value: (row) => String(row.port), align: 'right' },
  {
    title: 'ENABLED',
    value: (row) => (row.isEnabled ? 'yes' : 'no'),
    tone: (row) => (row.isEnabled ? undefined : 'yellow'),
  },
];

/** `renderonline machine add|list|set|remove`. */
export function addMachineCommands(program: Command, { io, action }: CommandContext): void {
  const group = program.command('machine').description('the computers that render');
  addDatabaseOptions(group.command('add'))
    .description('add a machine on which `renderonline node` runs')
    .requiredOption('--address <address>', 'its IP address or host name, as RenderAPI sees it')
    .option('--port <port>', "the node's port", port, 5001)
    .option('--name <name>', 'what people call it', '')
    .addHelpText('after', '\nExample:\n  renderonline machine add --address 192.168.1.10 --name workstation')
    .action(
      action((options: DatabaseOptions & { address: string; port: number; name: string }) =>
        add(io, options),
      ),
    );
  addDatabaseOptions(group.command('list').alias('ls'))
    .description('list all machines')
    .action(action((options: DatabaseOptions) => list(io, options)));
  addDatabaseOptions(group.command('set'))
    .description('change a machine')
    .argument('<machine>', 'its number, name or address')
    .option('--address <address>', 'IP address or host name')
    .option('--port <port>', "the node's port", port)
    .option('--name <name>', 'what people call it')
    .option('--enabled <yes|no>', 'whether it gets work', yesOrNo)
    .action(action((wanted: string, options: MachineOptions) => set(io, wanted, options)));
  addDatabaseOptions(group.command('remove').alias('rm'))
    .description('remove a machine')
    .argument('<machine>', 'its number, name or address')
    .action(action((wanted: string, options: DatabaseOptions) => remove(io, wanted, options)));
}

function findMachine(rows: readonly Machine[], wanted: string): Machine {
  return findOne(rows, wanted, {
    noun: 'machine',
    id: (row) => row.machineId,
    names: (row) => [row.name, row.ipAddress, `${row.ipAddress}:${row.port}`],
  });
}

function show(io: CliIo, options: DatabaseOptions, done: string, machine: Machine): ExitCode {
  if (options.json === true) printJson(io, machine);
  else printLine(io, `${done} machine ${machine.machineId}, ${machine.ipAddress}:${machine.port}.`);
  return exitCodes.ok;
}

// Two rows of one node would each give it tasks, and take them from each other.
function requireOnce(rows: readonly Machine[], wanted: Pick<Machine, 'ipAddress' | 'port'>): void {
  const there = rows.find(
    ({ ipAddress, port: number }) =>
      ipAddress.toLowerCase() === wanted.ipAddress.toLowerCase() && number === wanted.port,
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

async function add(
  io: CliIo,
  options: DatabaseOptions & { address: string; port: number; name: string },
): Promise<ExitCode> {
  const { addMachine, listMachines } = await import('@renderonline/database');
  const { address: ipAddress, port: number, name } = options;
  const added = await withDatabase(io, options, async ({ db }) => {
    requireOnce(await listMachines(db), { ipAddress, port: number });
    return addMachine(db, { ipAddress, port: number, name });
  });
  return show(io, options, 'Added', added);
}

async function list(io: CliIo, options: DatabaseOptions): Promise<ExitCode> {
  const { listMachines } = await import('@renderonline/database');
  const rows = await withDatabase(io, options, ({ db }) => listMachines(db));
  const empty = 'No machines yet. Add one: renderonline machine add --address 192.168.1.10';
  printList(io, { json: options.json === true, rows, columns, empty });
  return exitCodes.ok;
}

async function set(io: CliIo, wanted: string, options: MachineOptions): Promise<ExitCode> {
  const { listMachines, updateMachine } = await import('@renderonline/database');
  const changes = changesOf('machine set', {
    ipAddress: options.address,
    port: options.port,
    name: options.name,
    isEnabled: options.enabled,
  });
  const changed = await withDatabase(io, options, async ({ db }) => {
    const rows = await listMachines(db);
    const machine = findMachine(rows, wanted);
    const { machineId } = machine;
    const { address: ipAddress = machine.ipAddress, port: number = machine.port } = options;
    if (ipAddress !== machine.ipAddress || number !== machine.port) {
      requireOnce(
        rows.filter((row) => row.machineId !== machineId),
        { ipAddress, port: number },
      );
    }
    return updateMachine(db, { machineId, ...(changes as Partial<Machine>) });
  });
  return show(io, options, 'Changed', changed);
}

async function remove(io: CliIo, wanted: string, options: DatabaseOptions): Promise<ExitCode> {
  const { listMachines, removeMachine } = await import('@renderonline/database');
  const removed = await withDatabase(io, options, async ({ db }) => {
    const machine = findMachine(await listMachines(db), wanted);
    await removeMachine(db, { machineId: machine.machineId });
    return machine;
  });
  return show(io, options, 'Removed', removed);
}
