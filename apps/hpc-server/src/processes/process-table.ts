import { linuxProcessTable } from './linux-process-table.ts';
import type { ProcessTable } from './process-entry.ts';
import { unixProcessTable } from './unix-process-table.ts';

export type { ProcessEntry, ProcessTable } from './process-entry.ts';

/** The process table of this system. Windows has none here: `taskkill /T` finds the tree itself. */
export const processTable: ProcessTable =
  process.platform === 'linux'
    ? linuxProcessTable
    : process.platform === 'win32'
      ? { list: () => [], find: () => undefined, hasInEnvironment: () => false, bootId: () => null }
      : unixProcessTable;
