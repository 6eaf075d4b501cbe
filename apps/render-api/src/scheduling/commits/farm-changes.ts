import type { FarmBatch, FarmCommit } from '@renderonline/database';
import { openChanges, type List, type OpenChanges, type Row } from './open-changes.ts';

/** What is called once a row of a batch is committed, or found to have come too late. */
export interface Writing {
  readonly written?: () => void;
  readonly refused?: () => void;
}

/**
 * What the farm decided and machines said since the last commit, with what has to happen once it is durable:
 * nothing is sent, acknowledged or told before.
 */
export interface FarmChanges {
  /** A row for the next commit, of this task. */
  add<Name extends List>(list: Name, taskId: number, row: Row<Name>, writing?: Writing): void;
  /** Called when everything so far is committed, after what belongs to the rows. */
  after(effect: () => void): void;
  /** Told to the watchers at the very end, once for every task. */
  tell(taskId: number): void;
  isEmpty(): boolean;
  /** Everything so far; what comes next is another batch. */
  take(): TakenChanges;
}

export interface TakenChanges {
  /** Undefined when nothing is to be written. */
  readonly batch: Omit<FarmBatch, 'generation' | 'nowMs'> | undefined;
  readonly taskIds: ReadonlySet<number>;
  /** Calls what waited for the commit, in the order of the batch. */
  settle(result: FarmCommit): void;
  /** As `settle`, for a batch of which nothing could be written. */
  refuse(): void;
  /** The same task by task; what belongs to no row comes last. */
  split(): TakenChanges[];
}

/** @param onEffectFailed told what a callback threw; the others are called all the same */
export function createFarmChanges(onEffectFailed: (error: unknown) => void): FarmChanges {
  let open = openChanges();

  function call(effect: (() => void) | undefined): void {
    try {
      effect?.();
    } catch (error) {
      onEffectFailed(error);
    }
  }

  return {
    add(list, taskId, row, writing = {}) {
      open.add(list, { taskId, row, writing });
    },
    after(effect) {
      open.effects.push(effect);
    },
    tell(taskId) {
      open.taskIds.add(taskId);
    },
    isEmpty: () => !open.hasRows() && open.effects.length === 0 && open.taskIds.size === 0,
    take() {
      const taken = open;
      open = openChanges();
      return takenChanges(taken, call);
    },
  };
}

function takenChanges(changes: OpenChanges, call: (effect: (() => void) | undefined) => void): TakenChanges {
  function settleAll(isRefused: (list: List, row: unknown) => boolean): void {
    for (const { list, row, writing } of changes.entries()) {
      call(isRefused(list, row) ? writing.refused : writing.written);
    }
    for (const effect of changes.effects) call(effect);
  }

  return {
    batch: changes.hasRows() ? changes.batch() : undefined,
    taskIds: changes.taskIds,
    settle(result) {
      settleAll(refusalsOf(result));
    },
    refuse() {
      settleAll(() => true);
    },
    split: () => changes.split().map((part) => takenChanges(part, call)),
  };
}

/** Which rows a commit refused: most often none. */
function refusalsOf(result: FarmCommit): (list: List, row: unknown) => boolean {
  const byLease = {
    starts: new Set(result.refusedStarts),
    ends: new Set(result.refusedEnds),
    shrinks: new Set(result.refusedShrinks),
    grants: new Set(result.refusedGrants),
  };
  const frames = new Set(result.refusedFrames.map(({ leaseId, frame }) => `${leaseId} ${frame}`));
  const tasks = new Set(result.refusedTaskChanges);
  return (list, row) => {
    switch (list) {
      case 'starts':
      case 'ends':
      case 'shrinks':
      case 'grants':
        return byLease[list].size > 0 && byLease[list].has((row as Row<typeof list>).leaseId);
      case 'framesDone': {
        if (frames.size === 0) return false;
        const { leaseId, frame } = row as Row<typeof list>;
        return frames.has(`${leaseId} ${frame}`);
      }
      case 'taskChanges':
        return tasks.has((row as Row<typeof list>).taskId);
      case 'failedFrames':
      case 'notBefore':
      case 'machineEvents':
        return false;
    }
  };
}
