import type { FrameRange } from '../frames/frame-range.ts';
import type { FarmLease } from './farm-lease.ts';
import type { FarmMachine } from './farm-machine.ts';
import type { FarmTask } from './farm-task.ts';
import type { FrameHistory } from './frame-history.ts';
import type { TaskPace } from './pace.ts';
import type { Demand } from './requirements.ts';
import type { RetryQueue } from './retry-queue.ts';
import type { FrameSource } from './structures/frame-source.ts';
import type { Heap, HeapItem } from './structures/heap.ts';

/** A user with tasks in the farm. */
export interface UserRecord {
  readonly userId: number;
  weight: number;
  /** Live leases of the user's tasks. */
  held: number;
  /** Machine time so far ÷ weight, in milliseconds, from where the others were when the user came. */
  served: number;
  /** Counts up with every lease of anybody; 0 for never. */
  lastServed: number;
  /** Came after the others and has not been served since. */
  isNew: boolean;
  tasks: number;
  readonly queues: Set<UserQueue>;
}

/** The ready tasks of one user, one demand, one priority: oldest first. */
export interface UserQueue extends HeapItem {
  readonly user: UserRecord;
  readonly level: PriorityLevel;
  readonly tasks: Heap<TaskRecord>;
}

export interface PriorityLevel {
  readonly priority: number;
  readonly users: Heap<UserQueue>;
  readonly byUser: Map<number, UserQueue>;
}

/** Tasks that the same machines can render. */
export interface DemandClass {
  readonly signature: string;
  readonly demand: Demand;
  /** Those with ready tasks, highest priority first. */
  readonly levels: PriorityLevel[];
  tasks: number;
  /** Machines that could render them now, whether they have room or not. */
  usable: number;
}

/** Machines that can render the same tasks. */
export interface MachineProfile {
  readonly signature: string;
  readonly sample: FarmMachine;
  readonly classes: DemandClass[];
  /** Those of the classes whose engine it can keep open on a scene. */
  readonly sessionClasses: Set<DemandClass>;
  readonly machines: Set<MachineRecord>;
  /** Machines with a slot that nothing runs in or waits for; fastest first. */
  readonly idle: Heap<MachineRecord>;
  /** Busy machines on which another lease may wait. */
  readonly busy: Heap<MachineRecord>;
}

export interface MachineRecord extends HeapItem {
  readonly machineId: number;
  /** null while the machine is not there: only its leases are known. */
  facts: FarmMachine | null;
  profile: MachineProfile | null;
  pool: Heap<MachineRecord> | null;
  /** Whether it counts among its classes' usable machines. */
  isCounted: boolean;
  restsUntilMs: number;
  quarantineReason: string | null;
  /** Oldest first: as many as it has slots run or are about to, the others wait. */
  readonly leases: LeaseRecord[];
  /** Live leases that left their slot: they are rendered, and their files are on the way. */
  readonly leaving: Set<LeaseRecord>;
  /** Task ids of the scenes that are open on it, and in how many sessions. */
  readonly sessions: Map<number, number>;
  /** Second copies among its leases. */
  duplicates: number;
  /** Against the other machines; 1 until measured. */
  speed: number;
  speedMeasurements: number;
  /** Which task it was given last, and since when. */
  turn: { taskId: number; sinceMs: number } | null;
  /** Failures in a row, and of which tasks. */
  streak: { failures: number; readonly tasks: Map<number, { blamesMachine: boolean }> };
  /** Leases in its slots that it was lost with since it last did a frame. */
  losses: number;
}

/** What is known of a frame that an attempt ended without. */
export interface FrameTrouble {
  failures: number;
  losses: number;
  /** Where it failed. */
  readonly machineIds: Set<number>;
  /** How often it was lost with which machine. */
  readonly lostWith: Map<number, number>;
  /** Not to be tried before this. */
  dueMs: number;
}

export interface TaskRecord extends HeapItem {
  readonly taskId: number;
  facts: FarmTask;
  user: UserRecord;
  demandClass: DemandClass;
  /** Where it is queued; null while it is not ready. */
  queue: UserQueue | null;
  fresh: FrameSource;
  readonly retries: RetryQueue;
  framesDone: number;
  framesFailed: number;
  /** Frames under live leases, each once. */
  framesLeased: number;
  readonly troubles: Map<number, FrameTrouble>;
  /** The frames that failed here, as far as they fit; for the task's reason. */
  readonly failedFrames: Set<number>;
  /** Failures in a row by machine. */
  readonly streaks: Map<number, number>;
  readonly avoidedMachineIds: Set<number>;
  /** Those of them that said that they cannot render it at all. */
  readonly unableMachineIds: Set<number>;
  readonly leases: Set<LeaseRecord>;
  /** Machines that hold leases of it: how many, and how fast they were when they got the first. */
  readonly workers: Map<MachineRecord, { leases: number; readonly speed: number }>;
  /** Sum of the workers' speeds. */
  workerSpeed: number;
  /** Machines that have its scene open. */
  readonly openOn: Set<MachineRecord>;
  readonly pace: TaskPace;
  readonly history: FrameHistory;
  hasEnded: boolean;
  /** True after the database refused a grant: nothing is known until the task is put anew. */
  isStale: boolean;
  /** Machines that did frames of it. */
  readonly provenMachineIds: Set<number>;
  /** When its tail is to be looked at again. */
  tailDueMs: number;
  /** What its timer is set to; 0 for not at all. */
  wakeMs: number;
}

export interface LeaseRecord {
  readonly task: TaskRecord;
  readonly machine: MachineRecord;
  /** What callers see; replaced at every change. */
  view: FarmLease;
  /** Frames that are not done yet; sorted, merged. */
  remaining: FrameRange[];
  /** Other live leases of the same single frame. */
  copies: LeaseRecord[];
  readonly usesSession: boolean;
  /** Machine time that its user was charged with. */
  chargedMs: number;
  currentFrame: number | null;
  frameStartedMs: number | null;
  fraction: number | null;
  /** When the fraction last rose, or the frame began. */
  progressMs: number;
  isLive: boolean;
}
