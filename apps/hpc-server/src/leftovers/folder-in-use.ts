import { domainError } from '@renderonline/domain';
import type { ProcessTable } from '../processes/process-table.ts';
import { readInstanceRecord, type InstanceRecord } from './instance-file.ts';

/**
 * Checks that no HPCServer uses the data folder.
 *
 * @returns the record of an earlier one that may have left renderers behind; undefined when there is none
 * @throws DomainError `folder-in-use` when one is running
 */
export async function requireFreeFolder(
  dataDirectory: string,
  table: ProcessTable,
): Promise<InstanceRecord | undefined> {
  const record = await readInstanceRecord(dataDirectory);
  // Pids mean nothing after the computer was started again, and nothing runs any more either.
  if (record?.bootId !== table.bootId()) return undefined;
  if (!isRunning(record, table)) return record;
  throw domainError(
    'folder-in-use',
    `Another HPCServer (process ${record.pid}) uses the folder ${dataDirectory}. End it, or give this one another DataDirectory.`,
    { path: dataDirectory, pid: record.pid },
  );
}

function isRunning(record: InstanceRecord, table: ProcessTable): boolean {
  if (record.startedAt === null) return false;
  return table.list().some(({ pid, startedAt }) => pid === record.pid && startedAt === record.startedAt);
}
