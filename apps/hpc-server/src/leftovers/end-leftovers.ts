import { domainError } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import { killTree } from '../processes/end-tree.ts';
import type { ProcessTable } from '../processes/process-table.ts';
import { readInstanceRecord, type InstanceRecord } from './instance-file.ts';

interface EndLeftoversInput {
  readonly dataDirectory: string;
  readonly table: ProcessTable;
  readonly log: Logger;
}

/**
 * Ends renderers that an earlier HPCServer left behind in this data folder: when it and its guardian were
 * killed at the same time, nobody else does.
 *
 * @throws DomainError `configuration-invalid` when that HPCServer is still running.
 */
export async function endLeftovers({ dataDirectory, table, log }: EndLeftoversInput): Promise<void> {
  const record = await readInstanceRecord(dataDirectory);
  if (!record) return;
  // Pids mean nothing after the computer was started again, and nothing runs any more either.
  if (record.bootId !== table.bootId()) return;
  if (isRunning(record, table)) {
    throw domainError(
      'configuration-invalid',
      `Another HPCServer (process ${record.pid}) uses the folder ${dataDirectory}. End it, or give this one another DataDirectory.`,
    );
  }
  const byMarker = { pid: null, startedAt: null, marker: record.instanceId };
  // A pid alone may be somebody else's by now.
  const named = record.renders.filter(({ startedAt }) => startedAt !== null);
  for (const tree of [...named, byMarker]) {
    const isGone = await killTree(tree, { table });
    if (!isGone) log.error({ rendererPid: tree.pid }, 'a renderer of an earlier HPCServer cannot be killed');
  }
  if (record.renders.length > 0) log.warn('ended the renderers that an earlier HPCServer left behind');
}

function isRunning(record: InstanceRecord, table: ProcessTable): boolean {
  if (record.startedAt === null) return false;
  return table.list().some(({ pid, startedAt }) => pid === record.pid && startedAt === record.startedAt);
}
