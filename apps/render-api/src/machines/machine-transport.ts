import type { AttemptOutcome, FrameRange } from '@renderonline/domain';

/**
 * The way to machines: /hpc calls today, a machine link of our own beside it tomorrow. The scheduler knows
 * only this. How a machine is asked, how often, and what a silent one costs is the transport's matter.
 */
export interface MachineTransport {
  /**
   * Begins to watch the machines and to tell `listener` about them. `holding` are machines that hold a live
   * lease: they are watched even when disabled, until what they render has ended.
   */
  open(listener: MachineListener, holding: ReadonlySet<number>): void;

  /** Takes note of machines that were added, changed, disabled or removed. */
  refresh(): Promise<void>;

  /** Asks a machine to render. Never throws: what went wrong is the answer. */
  startLease(order: LeaseOrder): Promise<StartAnswer>;

  /**
   * Asks a machine to end a render and waits for its word, `limitMs` at most. Works without `open`. Never
   * throws.
   */
  stopLease(order: StopOrder): Promise<StopAnswer>;

  /** Ends watching and every call under way. May be opened again. */
  close(): Promise<void>;
}

/**
 * Told in order, one machine after another as they come. A report is never older than the last `startLease`
 * or `stopLease` of that machine: what was asked before and answered after is dropped by the transport.
 */
export type MachineListener = (report: MachineReport) => void;

export type MachineReport = ReachableReport | UnreachableReport | RemovedReport;

export interface ReachableReport {
  readonly kind: 'reachable';
  readonly machineId: number;
  readonly name: string;
  /** As the machine writes them; compare without case. */
  readonly engineNames: readonly string[];
  /** False: it ends what it has and takes nothing new. */
  readonly acceptsWork: boolean;
  /** The render that the machine has, or had last; null when it had none since it started. */
  readonly attempt: AttemptReport | null;
}

export interface UnreachableReport {
  readonly kind: 'unreachable';
  readonly machineId: number;
  readonly name: string;
  /** It answers, but takes no orders from this RenderAPI. */
  readonly isRefusing: boolean;
  /** Why, as the middle of a sentence: "connection refused". */
  readonly reason: string;
  /** In how many milliseconds it is tried again. */
  readonly retryInMs: number;
}

/** The machine is not (or no longer) one of this transport's. */
export interface RemovedReport {
  readonly kind: 'removed';
  readonly machineId: number;
}

/** What a machine says of one render. */
export interface AttemptReport {
  readonly taskId: number;
  /** Which lease it is; null when the machine does not know (1.x), 'other' when it was not started by ours. */
  readonly lease: { readonly leaseId: number; readonly token: string } | 'other' | null;
  readonly state: { readonly kind: 'running' } | { readonly kind: 'ended'; readonly outcome: AttemptOutcome };
  /** How long it ran; 1.x says whole seconds. */
  readonly runtimeMs: number;
  readonly progress: AttemptProgress | null;
  /** The renderer's log, on the machine. */
  readonly logPath: string | null;
}

export interface AttemptProgress {
  readonly framesDone: readonly FrameRange[];
  readonly currentFrame: number | null;
  /** How much of the current frame, 0 to 1. */
  readonly frameFraction: number | null;
}

/** What a machine is asked to render. */
export interface LeaseOrder {
  readonly machineId: number;
  readonly leaseId: number;
  readonly token: string;
  readonly taskId: number;
  readonly engineName: string;
  readonly frames: FrameRange;
  /** One by one where we expanded the template; a ready line where a 1.x program wrote the row. */
  readonly command:
    | { readonly kind: 'arguments'; readonly values: readonly string[] }
    | { readonly kind: 'line'; readonly text: string };
}

export interface StopOrder {
  readonly machineId: number;
  readonly taskId: number;
  /** Which attempt of the task, where both know it. */
  readonly lease: { readonly leaseId: number; readonly token: string } | null;
  readonly limitMs: number;
}

export type StartAnswer =
  | { readonly kind: 'accepted' }
  /** It renders something else; nothing is wrong with the lease. */
  | { readonly kind: 'busy'; readonly message: string }
  /** The machine takes no orders from us (not trusted): the machine's matter, not the task's. */
  | { readonly kind: 'forbidden'; readonly message: string }
  /** It tried, or would not: this render cannot start there. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The order certainly did not arrive. */
  | { readonly kind: 'not-reached'; readonly message: string }
  /** It may have arrived: only a later report tells. */
  | { readonly kind: 'unclear'; readonly message: string };

export type StopAnswer =
  /** The render is not running any more (or was not). */
  | { readonly kind: 'stopped' }
  /** The machine renders another task. */
  | { readonly kind: 'other-task' }
  | { readonly kind: 'unclear'; readonly message: string };
