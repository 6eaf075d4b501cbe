import type { FarmBatch, FarmCommit } from '@renderonline/database';

/** What is called once a row of a batch is committed, or found to have come too late. */
export interface Writing {
  readonly written?: () => void;
  readonly refused?: () => void;
}

type Row<List extends keyof FarmBatch> =
  NonNullable<FarmBatch[List]> extends readonly (infer One)[] ? One : never;

/**
 * What the farm decided and machines said since the last commit, with what has to happen once it is durable:
 * nothing is sent, acknowledged or told before.
 */
export interface FarmChanges {
  start(row: Row<'starts'>, writing?: Writing): void;
  frameDone(row: Row<'framesDone'>, writing?: Writing): void;
  end(row: Row<'ends'>, writing?: Writing): void;
  shrink(row: Row<'shrinks'>, writing?: Writing): void;
  failFrame(row: Row<'failedFrames'>): void;
  grant(row: Row<'grants'>, writing?: Writing): void;
  changeTask(row: Row<'taskChanges'>, writing?: Writing): void;
  notBefore(row: Row<'notBefore'>): void;
  /** Called when everything so far is committed, after what belongs to the rows. */
  after(effect: () => void): void;
  /** Told to the watchers at the very end, once for every task. */
  tell(taskId: number): void;
  isEmpty(): boolean;
  /** Everything so far; what comes next is another batch. */
  take(): TakenChanges;
}

export interface TakenChanges {
  /** Absent when nothing is to be written. */
  readonly batch: Omit<FarmBatch, 'generation' | 'nowMs'> | undefined;
  /** Calls what waited for the commit, in the order of the batch. */
  settle(result: FarmCommit): void;
  readonly taskIds: ReadonlySet<number>;
}

/** A commit that refused nothing. */
export const nothingRefused: FarmCommit = {
  refusedStarts: [],
  refusedFrames: [],
  refusedEnds: [],
  refusedShrinks: [],
  refusedGrants: [],
  refusedTaskChanges: [],
};

/** @param onEffectFailed told what a callback threw; the others are called all the same */
export function createFarmChanges(onEffectFailed: (error: unknown) => void): FarmChanges {
  let open = emptyChanges();

  function call(effect: () => void): void {
    try {
      effect();
    } catch (error) {
      onEffectFailed(error);
    }
  }

  function settleAll(changes: OpenChanges, result: FarmCommit): void {
    const byLease = (ids: readonly number[]) => {
      const refused = new Set(ids);
      return ({ leaseId }: { leaseId: number }) => refused.has(leaseId);
    };
    const frames = new Set(result.refusedFrames.map(({ leaseId, frame }) => `${leaseId} ${frame}`));
    const tasks = new Set(result.refusedTaskChanges);
    settleRows(changes.starts, byLease(result.refusedStarts), call);
    const isFrameRefused = (row: Row<'framesDone'>) =>
      frames.size > 0 && frames.has(`${row.leaseId} ${row.frame}`);
    settleRows(changes.framesDone, isFrameRefused, call);
    settleRows(changes.ends, byLease(result.refusedEnds), call);
    settleRows(changes.shrinks, byLease(result.refusedShrinks), call);
    settleRows(changes.grants, byLease(result.refusedGrants), call);
    settleRows(changes.taskChanges, ({ taskId }) => tasks.has(taskId), call);
    for (const effect of changes.effects) call(effect);
  }

  return {
    start: (row, writing = {}) => void open.starts.push({ row, writing }),
    frameDone: (row, writing = {}) => void open.framesDone.push({ row, writing }),
    end: (row, writing = {}) => void open.ends.push({ row, writing }),
    shrink: (row, writing = {}) => void open.shrinks.push({ row, writing }),
    failFrame: (row) => void open.failedFrames.push(row),
    grant: (row, writing = {}) => void open.grants.push({ row, writing }),
    changeTask: (row, writing = {}) => void open.taskChanges.push({ row, writing }),
    notBefore: (row) => void open.notBefore.set(row.taskId, row),
    after: (effect) => void open.effects.push(effect),
    tell: (taskId) => void open.taskIds.add(taskId),
    isEmpty: () => !hasRows(open) && open.effects.length === 0 && open.taskIds.size === 0,
    take() {
      const taken = open;
      open = emptyChanges();
      return {
        batch: hasRows(taken) ? batchOf(taken) : undefined,
        settle: (result) => {
          settleAll(taken, result);
        },
        taskIds: taken.taskIds,
      };
    },
  };
}

interface Entry<RowType> {
  readonly row: RowType;
  readonly writing: Writing;
}

interface OpenChanges {
  readonly starts: Entry<Row<'starts'>>[];
  readonly framesDone: Entry<Row<'framesDone'>>[];
  readonly ends: Entry<Row<'ends'>>[];
  readonly shrinks: Entry<Row<'shrinks'>>[];
  readonly failedFrames: Row<'failedFrames'>[];
  readonly grants: Entry<Row<'grants'>>[];
  readonly taskChanges: Entry<Row<'taskChanges'>>[];
  readonly notBefore: Map<number, Row<'notBefore'>>;
  readonly effects: (() => void)[];
  readonly taskIds: Set<number>;
}

function emptyChanges(): OpenChanges {
  return {
    starts: [],
    framesDone: [],
    ends: [],
    shrinks: [],
    failedFrames: [],
    grants: [],
    taskChanges: [],
    notBefore: new Map(),
    effects: [],
    taskIds: new Set(),
  };
}

function hasRows(changes: OpenChanges): boolean {
  return (
    changes.starts.length > 0 ||
    changes.framesDone.length > 0 ||
    changes.ends.length > 0 ||
    changes.shrinks.length > 0 ||
    changes.failedFrames.length > 0 ||
    changes.grants.length > 0 ||
    changes.taskChanges.length > 0 ||
    changes.notBefore.size > 0
  );
}

function batchOf(changes: OpenChanges): Omit<FarmBatch, 'generation' | 'nowMs'> {
  return {
    starts: changes.starts.map(({ row }) => row),
    framesDone: changes.framesDone.map(({ row }) => row),
    ends: changes.ends.map(({ row }) => row),
    shrinks: changes.shrinks.map(({ row }) => row),
    failedFrames: changes.failedFrames,
    grants: changes.grants.map(({ row }) => row),
    taskChanges: changes.taskChanges.map(({ row }) => row),
    notBefore: [...changes.notBefore.values()],
  };
}

function settleRows<RowType>(
  entries: readonly Entry<RowType>[],
  isRefused: (row: RowType) => boolean,
  call: (effect: () => void) => void,
): void {
  for (const { row, writing } of entries) {
    const effect = isRefused(row) ? writing.refused : writing.written;
    if (effect !== undefined) call(effect);
  }
}
