import type { Logger } from '@renderonline/runtime';
import type { ProcessTable } from '../processes/process-table.ts';
import type { ProcessTree } from '../processes/process-tree.ts';
import { removeInstanceRecord, writeInstanceRecord } from './instance-file.ts';

/** The record of the running HPCServer in its data folder, kept up to date with its renderers. */
export interface OwnInstance {
  /** Writes the record as it is now; before the first renderer, so that its marker is known. */
  save(): Promise<void>;
  add(tree: ProcessTree): Promise<void>;
  remove(tree: ProcessTree): Promise<void>;
  /** Nothing is running: the folder is free. */
  release(): Promise<void>;
}

interface OwnInstanceInput {
  readonly dataDirectory: string;
  readonly instanceId: string;
  readonly table: ProcessTable;
  readonly log: Logger;
}

/**
 * A record that cannot be written is logged, not thrown: the guardian ends the renderers all the same, and a
 * full disk must not keep a render from ending properly.
 */
export function createOwnInstance({ dataDirectory, instanceId, table, log }: OwnInstanceInput): OwnInstance {
  const renders = new Map<string, ProcessTree>();
  const own = table.list().find(({ pid }) => pid === process.pid);

  let isReleased = false;
  // One write after another: the last one must be the newest.
  let writing = Promise.resolve();
  function write(): Promise<void> {
    writing = writing.then(async () => {
      await writeInstanceRecord(dataDirectory, {
        instanceId,
        pid: process.pid,
        startedAt: own?.startedAt ?? null,
        bootId: table.bootId(),
        renders: [...renders.values()],
      });
    });
    return writing;
  }

  async function writeOrLog(): Promise<void> {
    // Whoever comes late must not take the folder again.
    if (isReleased) return;
    try {
      await write();
    } catch (error) {
      writing = Promise.resolve();
      log.error({ err: error }, 'the record of running renderers cannot be written');
    }
  }

  return {
    save: write,
    async add(tree) {
      renders.set(tree.marker, tree);
      await writeOrLog();
    },
    async remove(tree) {
      renders.delete(tree.marker);
      await writeOrLog();
    },
    async release() {
      isReleased = true;
      await writing.catch(() => undefined);
      await removeInstanceRecord(dataDirectory);
    },
  };
}
