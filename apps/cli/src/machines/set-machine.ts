import type { Machine } from '@renderonline/database';
import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { changesOf } from '../commands/find-one.ts';
import { port, wholeNumber, yesOrNo } from '../commands/option-values.ts';
import { addDatabaseOptions, withDatabase, type DatabaseOptions } from '../farm-database/with-database.ts';
import { CliError } from '../io/cli-error.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { requireOnce } from './add-machine.ts';
import { findMachine, tellMachine } from './find-machine.ts';
import { machineRows, type MachineRow } from './machine-rows.ts';

interface SetOptions extends DatabaseOptions {
  readonly name?: string;
  readonly address?: string;
  readonly port?: number;
  readonly enabled?: boolean;
  readonly tags?: string;
  readonly slots?: number;
  readonly schedule?: string;
  readonly yield?: boolean;
}

/** `renderonline machine set`. */
export function addSetMachineCommand(group: Command, { io, action }: CommandContext): void {
  addDatabaseOptions(group.command('set'))
    .description('change a machine: name, tags, slots, when it works')
    .argument('<machine>', 'its number, name or address')
    .option('--name <name>', 'what people call it')
    .option('--tags <tags>', 'in place of those it has, like gpu,fast; "" for none')
    .option('--slots <number>', 'how many renders at a time', wholeNumber(1, 1024))
    .option('--schedule <schedule>', 'when it works, in its local time; "always" for always')
    .option('--yield <yes|no>', 'whether it takes nothing new while somebody uses it', yesOrNo)
    .option('--enabled <yes|no>', 'no: it ends what it renders at once, and gets no more', yesOrNo)
    .option('--address <address>', 'IP address or host name of a machine of /hpc')
    .option('--port <port>', 'port of a machine of /hpc', port)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  renderonline machine set workstation --tags gpu,fast --slots 2\n' +
        '  renderonline machine set 3 --schedule "mon-fri 18:00-08:00; sat,sun" --yield yes',
    )
    .action(action((wanted: string, options: SetOptions) => set(io, wanted, options)));
}

async function set(io: CliIo, wanted: string, options: SetOptions): Promise<ExitCode> {
  const { updateMachine } = await import('@renderonline/database');
  const { normalSchedule } = await import('@renderonline/domain');
  const changes = changesOf('machine set', {
    name: options.name,
    ipAddress: options.address,
    port: options.port,
    isEnabled: options.enabled,
    tags: options.tags === undefined ? undefined : tagsOf(options.tags),
    slots: options.slots,
    schedule: options.schedule === undefined ? undefined : normalSchedule(options.schedule),
    yieldsToUser: options.yield,
  });
  const changed = await withDatabase(io, options, async ({ db }) => {
    const rows = await machineRows(db);
    const machine = findMachine(rows, wanted);
    checkAddress(rows, machine, options);
    if (options.enabled === true) requireNotRevoked(machine);
    return updateMachine(db, { machineId: machine.machineId, ...(changes as Partial<Machine>) });
  });
  return tellMachine(io, options, { done: 'Changed', machine: changed });
}

function tagsOf(text: string): string[] {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}

function requireNotRevoked({ machineId, isRevoked }: MachineRow): void {
  if (!isRevoked) return;
  throw new CliError(
    exitCodes.refused,
    'machine-revoked',
    `Machine ${machineId} was revoked: enabled or not, it cannot come back.`,
    {
      next:
        'Pair it anew: renderonline machine pair. ' +
        `Take this one off the list: renderonline machine remove ${machineId}`,
    },
  );
}

function checkAddress(rows: readonly Machine[], machine: Machine, options: SetOptions): void {
  if (options.address === undefined && options.port === undefined) return;
  if (machine.transport === 'link') {
    throw new CliError(
      exitCodes.usage,
      'machine-has-no-address',
      `Machine ${machine.machineId} has joined: it calls RenderAPI, whatever its address.`,
      { next: 'Leave --address and --port away.' },
    );
  }
  const { address: ipAddress = machine.ipAddress, port: number = machine.port } = options;
  if (ipAddress === machine.ipAddress && number === machine.port) return;
  requireOnce(
    rows.filter((row) => row.machineId !== machine.machineId),
    { ipAddress, port: number },
  );
}
