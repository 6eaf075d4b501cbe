import type { FarmCommit } from '@renderonline/database';

/** A commit that refused nothing. */
export const nothingRefused: FarmCommit = {
  refusedStarts: [],
  refusedFrames: [],
  refusedEnds: [],
  refusedShrinks: [],
  refusedGrants: [],
  refusedTaskChanges: [],
  waitingTasks: [],
};
