import type { Machine } from '@renderonline/database';
import { findOne } from '../commands/find-one.ts';
import { printJson, printLine } from '../commands/print.ts';
import type { DatabaseOptions } from '../farm-database/with-database.ts';
import type { CliIo } from '../io/cli-io.ts';
import { exitCodes, type ExitCode } from '../io/exit-code.ts';
import { cleanText } from '../terminal/clean-text.ts';
import type { MachineRow } from './machine-rows.ts';

const howToFind = {
  noun: 'machine',
  id: (row: Machine) => row.machineId,
  names: (row: Machine) => [row.name, row.ipAddress, `${row.ipAddress}:${row.port}`],
};

/**
 * The machine that is meant by a number, a name or an address. One that was paired anew shares them with the revoked
 * one that it was before, which is not meant.
 */
export function findMachine(rows: readonly MachineRow[], wanted: string): MachineRow {
  return findOne(rows, wanted, { ...howToFind, isPreferred: (row) => !row.isRevoked });
}

/** Like `findMachine` for what cannot be undone: a name that several have, revoked or not, is refused. */
export function findMachineStrictly(rows: readonly Machine[], wanted: string): Machine {
  return findOne(rows, wanted, howToFind);
}

/** What a machine is called: `workstation`, else where it is. */
export function machineName({ machineId, name, transport, ipAddress, port }: Machine): string {
  if (name !== '') return cleanText(name);
  return transport === 'link' ? `machine ${machineId}` : `${ipAddress}:${port}`;
}

/** Tells what was done to a machine, like `Drained machine 3, workstation.` */
export function tellMachine(
  io: CliIo,
  options: DatabaseOptions,
  { done, machine, next }: { readonly done: string; readonly machine: Machine; readonly next?: string },
): ExitCode {
  if (options.json === true) printJson(io, machine);
  else {
    printLine(io, `${done} machine ${machine.machineId}, ${machineName(machine)}.`);
    if (next !== undefined) printLine(io, next);
  }
  return exitCodes.ok;
}
