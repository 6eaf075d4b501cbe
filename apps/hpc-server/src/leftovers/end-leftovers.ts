import type { Logger } from '@renderonline/runtime';
import { killTree } from '../processes/end-tree.ts';
import type { ProcessTable } from '../processes/process-table.ts';
import { membersOf, type ProcessTree } from '../processes/process-tree.ts';
import { requireFreeFolder } from './folder-in-use.ts';

interface EndLeftoversInput {
  readonly dataDirectory: string;
  readonly table: ProcessTable;
  readonly log: Logger;
}

/**
 * Ends renderers that an earlier HPCServer left behind in this data folder: when it and its guardian were
 * killed at the same time, nobody else does.
 *
 * @throws DomainError `folder-in-use` when that HPCServer is still running.
 */
export async function endLeftovers({ dataDirectory, table, log }: EndLeftoversInput): Promise<void> {
  const record = await requireFreeFolder(dataDirectory, table);
  if (!record) return;
  const byMarker = { pid: null, startedAt: null, marker: record.instanceId };
  // A pid alone may be somebody else's by now.
  const named = record.renders.filter(({ startedAt }) => startedAt !== null);
  let ended = 0;
  for (const tree of [...named, byMarker]) {
    const wasThere = isAnythingLeft(tree, table);
    const isGone = await killTree(tree, { table });
    if (!isGone) log.error({ rendererPid: tree.pid }, 'a renderer of an earlier HPCServer cannot be killed');
    else if (wasThere) ended += 1;
  }
  if (ended > 0) log.warn('ended the renderers that an earlier HPCServer left behind');
}

function isAnythingLeft(tree: ProcessTree, table: ProcessTable): boolean {
  try {
    return membersOf(tree, table).length > 0;
  } catch {
    // Where the system does not tell, nothing is claimed.
    return false;
  }
}
