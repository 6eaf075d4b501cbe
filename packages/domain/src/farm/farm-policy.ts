/** Every number that the farm's decisions depend on. Times are milliseconds. */
export interface FarmPolicy {
  /** A frame fails once it failed this often, on as many distinct machines or on all that there are. */
  readonly maxAttemptsPerFrame: number;
  /** A machine that lost this many attempts of a task in a row, by failure, is not given the task again. */
  readonly failuresUntilTaskAvoidsMachine: number;
  /** A machine that failed this often in a row, over at least two tasks, gets no work at all. */
  readonly failuresUntilQuarantine: number;
  /** The longest wait of a frame after its first failure; it doubles with every further one, up to the maximum. */
  readonly backoffBaseMs: number;
  readonly backoffMaxMs: number;
  /** Leases that wait on a link machine for each of its slots while another one runs. */
  readonly prefetchPerSlot: number;
  /** Leases that may render the same frame at the tail, the first one included; 1 turns duplicates off. */
  readonly maxCopiesPerFrame: number;
  /** Second copies that a machine may hold at a time. */
  readonly maxDuplicatesPerMachine: number;
  /** How long a range should take on its machine, for engines without sessions. */
  readonly targetRangeMs: number;
  /** A frame that takes this many times what the task's frames take there is hung, unless it makes progress; 0 = off. */
  readonly hungMedianFactor: number;
  /** No frame is taken to be hung before this. */
  readonly hungMinMs: number;
  /** A frame whose attempts ended this often by nobody's fault fails: then it probably is the cause. */
  readonly maxMachineLossesPerFrame: number;
  /** How long a grant holds in the database before it must be renewed. */
  readonly leaseTtlMs: number;
  /** How long a machine goes on with an open scene before another user of the same priority takes turns; at least. */
  readonly sceneTurnMs: number;
}

export const defaultFarmPolicy: FarmPolicy = {
  maxAttemptsPerFrame: 3,
  failuresUntilTaskAvoidsMachine: 3,
  failuresUntilQuarantine: 6,
  backoffBaseMs: 1000,
  backoffMaxMs: 60_000,
  prefetchPerSlot: 1,
  maxCopiesPerFrame: 2,
  maxDuplicatesPerMachine: 1,
  targetRangeMs: 30_000,
  hungMedianFactor: 10,
  hungMinMs: 60_000,
  maxMachineLossesPerFrame: 10,
  leaseTtlMs: 30_000,
  sceneTurnMs: 20_000,
};
