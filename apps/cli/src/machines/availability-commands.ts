import type { Database, Machine } from '@renderonline/database';
import type { Command } from 'commander';
import type { CommandContext } from '../commands/command-context.ts';
import { addDatabaseOptions, withDatabase, type DatabaseOptions } from '../farm-database/with-database.ts';
import { CliError } from '../io/cli-error.ts';
import { exitCodes } from '../io/exit-code.ts';
import { findMachine, tellMachine } from './find-machine.ts';
import { machineRows } from './machine-rows.ts';

interface Availability {
  readonly name: 'drain' | 'undrain' | 'release' | 'revoke';
  readonly description: string;
  readonly example: string;
  readonly done: string;
  /** What it means, told after it was done. */
  readonly next?: string;
  readonly change: (database: Database, machine: Machine) => Promise<void>;
}

const commands: readonly Availability[] = [
  {
    name: 'drain',
    description: 'have a machine finish what it renders and take nothing new',
    example: 'renderonline machine drain workstation',
    done: 'Draining',
    next: 'It finishes what it has. Undo it with `renderonline machine undrain`.',
    change: (database, machine) => setDrained(database, machine, true),
  },
  {
    name: 'undrain',
    description: 'give a drained machine work again',
    example: 'renderonline machine undrain workstation',
    done: 'Gave work again to',
    change: (database, machine) => setDrained(database, machine, false),
  },
  {
    name: 'release',
    description: 'let a machine out of quarantine, once what was wrong with it is put right',
    example: 'renderonline machine release workstation',
    done: 'Released',
    change: async ({ db }, { machineId }) => {
      const { setQuarantine } = await import('@renderonline/database');
      await setQuarantine(db, { machineId, reason: null });
    },
  },
  {
    name: 'revoke',
    description: 'take a machine its credential: it ends what it renders at once, and cannot come back',
    example: 'renderonline machine revoke stolen-laptop',
    done: 'Revoked',
    next: 'To have it back, pair it anew: renderonline machine pair',
    change: async (database, machine) => {
      requireJoined(machine);
      const { revokeMachine } = await import('@renderonline/database');
      await revokeMachine(database, { machineId: machine.machineId, nowMs: Date.now() });
    },
  },
];

/** `renderonline machine drain|undrain|release|revoke`. */
export function addAvailabilityCommands(group: Command, { io, action }: CommandContext): void {
  for (const { name, description, example, done, next, change } of commands) {
    addDatabaseOptions(group.command(name))
      .description(description)
      .argument('<machine>', 'its number, name or address')
      .addHelpText('after', `\nExample:\n  ${example}`)
      .action(
        action(async (wanted: string, options: DatabaseOptions) => {
          const { findMachine: findRow } = await import('@renderonline/database');
          const machine = await withDatabase(io, options, async (database) => {
            const found = findMachine(await machineRows(database.db), wanted);
            await change(database, found);
            return (await findRow(database.db, { machineId: found.machineId })) ?? found;
          });
          return tellMachine(io, options, { done, machine, ...(next === undefined ? {} : { next }) });
        }),
      );
  }
}

async function setDrained({ db }: Database, { machineId }: Machine, isDrained: boolean): Promise<void> {
  const { updateMachine } = await import('@renderonline/database');
  await updateMachine(db, { machineId, isDrained });
}

function requireJoined({ machineId, transport }: Machine): void {
  if (transport === 'link') return;
  throw new CliError(
    exitCodes.usage,
    'machine-has-no-credential',
    `Machine ${machineId} has no credential: RenderAPI calls it over /hpc.`,
    { next: `Use \`renderonline machine set ${machineId} --enabled no\`, or remove it.` },
  );
}
