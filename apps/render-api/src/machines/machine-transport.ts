import type { ManifestSummary } from '@renderonline/contract';
import type { AttemptOutcome, FailureCause, FrameRange } from '@renderonline/domain';

/**
 * A way to machines. /hpc is asked (each machine again and again, one render at a time); the machine link is
 * told (the machine keeps a connection open and says what happens). The scheduler knows only this. How a machine
 * is reached and what a call costs is the transport's matter.
 */
export interface MachineTransport {
  readonly kind: 'hpc' | 'link';
  /**
   * Begins to watch the machines and to tell `listener` about them. `holding` are this transport's machines that
   * hold a live lease: they are watched even when disabled, until what they render has ended. `liveLeases` says
   * at any time which leases a machine ought to hold.
   */
  open(listener: MachineListener, holding: ReadonlySet<number>, liveLeases: LiveLeases): void;
  /** Takes note of machines that were added, changed, disabled or removed. */
  refresh(): Promise<void>;
  /**
   * Asks a machine to render. Over a link the lease is offered and the answer is 'sent': lease events tell the
   * rest, and offering the same lease again is harmless. Never throws: what went wrong is the answer.
   */
  startLease(order: LeaseOrder): Promise<StartAnswer>;
  /**
   * Asks a machine to end a render and waits for its word, `limitMs` at most. Works without `open`. Never
   * throws.
   */
  stopLease(order: StopOrder): Promise<StopAnswer>;
  /** Takes frames back that the machine has not begun. Only for leases over a link; elsewhere nothing happens. */
  retractLease(order: RetractOrder): void;
  /** Has the machine close the renderer that it keeps open for a task. Elsewhere than over a link nothing happens. */
  closeSession(order: { readonly machineId: number; readonly taskId: number }): void;
  /** Ends watching and every call under way. May be opened again. */
  close(): Promise<void>;
}

export type LiveLeases = (machineId: number) => readonly LeaseKey[];

/** A lease as both sides name it. */
export interface LeaseKey {
  readonly leaseId: number;
  readonly token: string;
}

/**
 * Told in order, one machine after another as they come. A report is never older than the last `startLease`
 * or `stopLease` of that machine: what was asked before and answered after is dropped by the transport.
 */
export type MachineListener = (report: MachineReport) => void;

export type MachineReport =
  | ReachableReport
  | ReturningReport
  | UnreachableReport
  | RemovedReport
  | LoadReport
  | LeaseEventReport
  | ProgressReport;

export interface ReachableReport {
  readonly kind: 'reachable';
  readonly machineId: number;
  readonly name: string;
  readonly engines: readonly MachineEngine[];
  /** How many renders at a time. */
  readonly slots: number;
  readonly tags: readonly string[];
  readonly gpuCount: number;
  /** False for an agent that is too old to fetch projects of several files. */
  readonly fetchesProjects: boolean;
  /** Null when the machine does not tell. */
  readonly memoryMb: number | null;
  /** False: it ends what it has and takes nothing new. */
  readonly acceptsWork: boolean;
  /** Why it takes nothing new, in plain words; null when it does, or does not say. */
  readonly whyNot: string | null;
  /** Over /hpc: the render that the machine has, or had last; null when it had none since it started. */
  readonly attempt: AttemptReport | null;
  /**
   * Over a link, in the first report of a connection: the leases that the machine holds. Sent after everything
   * that the machine had to say from before was settled; live leases that are not among these are offered
   * again. Null in every other report.
   */
  readonly held: readonly HeldReport[] | null;
  /** What a link machine says of itself; null over /hpc. */
  readonly fingerprint: MachineFingerprint | null;
}

/** An engine on a machine, as the machine writes it; compare names without case. */
export interface MachineEngine {
  readonly name: string;
  readonly version: string | null;
  /** It can be kept open and fed frame by frame. */
  readonly hasSessions: boolean;
}

export interface MachineFingerprint {
  readonly hostName: string;
  readonly os: string;
  readonly arch: string;
  readonly cores: number;
  readonly memoryMb: number;
  readonly gpus: readonly { readonly name: string; readonly memoryMb: number | null }[];
  /** Only a machine that is connected tells. */
  readonly hpcServerVersion?: string;
}

export interface HeldReport extends LeaseKey {
  readonly state: 'offered' | 'running';
}

/**
 * A link machine has connected and been welcomed, and says what happened meanwhile: it is not lost, and gets
 * nothing yet. Its 'reachable' report follows.
 */
export interface ReturningReport {
  readonly kind: 'returning';
  readonly machineId: number;
  readonly name: string;
}

/** How loaded a link machine is, for people. */
export interface LoadReport {
  readonly kind: 'load';
  readonly machineId: number;
  readonly load: MachineLoad;
}

export interface MachineLoad {
  readonly loadAverage: number | null;
  /** 0 to 1. */
  readonly cpuFraction: number | null;
  readonly freeMemoryMb: number | null;
  readonly freeDiskMb: number | null;
  /** Null where the machine cannot tell. */
  readonly isUserActive: boolean | null;
  /** Absent where its program is older than the question, like the other two. */
  readonly cpuCelsius?: number | null;
  readonly gpuCelsius?: number | null;
  /** 0 to 1. */
  readonly gpuFraction?: number | null;
  readonly sessions: readonly { readonly taskId: number; readonly memoryMb: number | null }[];
}

/**
 * Something happened under a lease, on a link machine. Reports of one machine are told in the order of their
 * sequence numbers.
 */
export interface LeaseEventReport {
  readonly kind: 'lease-event';
  readonly machineId: number;
  readonly event: LeaseEvent;
  /**
   * Called once, when the event is dealt with for good (committed, or found to be of a lease that is gone):
   * then the machine may forget it. Never called when this RenderAPI stops scheduling before that.
   */
  readonly settle: (result: 'applied' | 'refused') => void;
}

export type LeaseEvent =
  | { readonly kind: 'started'; readonly leaseId: number; readonly token: string; readonly atMs: number }
  | {
      readonly kind: 'frame-started';
      readonly leaseId: number;
      readonly token: string;
      readonly frame: number;
    }
  | {
      readonly kind: 'frame-done';
      readonly leaseId: number;
      readonly token: string;
      readonly frame: number;
      readonly renderMs: number;
      readonly outputs: readonly FrameOutput[];
      readonly warnings: readonly string[];
    }
  | {
      readonly kind: 'ended';
      readonly leaseId: number;
      readonly token: string;
      readonly outcome: AttemptOutcome;
      readonly cause: FailureCause | null;
      readonly failedFrame: number | null;
      readonly message: string;
      readonly logTail: string;
      readonly totalMs: number;
    }
  | {
      readonly kind: 'declined';
      readonly leaseId: number;
      readonly token: string;
      readonly reason: string;
      readonly restMs: number;
    }
  | {
      readonly kind: 'session-opened';
      readonly leaseId: number;
      readonly token: string;
      readonly loadMs: number;
    }
  | { readonly kind: 'session-closed'; readonly taskId: number }
  | { readonly kind: 'findings'; readonly taskId: number; readonly findings: readonly TaskFinding[] };

/** A file that a frame produced. */
export interface FrameOutput {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

export interface TaskFinding {
  readonly severity: 'warning' | 'error';
  readonly code: string;
  readonly message: string;
}

/** How far frames are, on a link machine. Leases that are not this machine's are ignored. */
export interface ProgressReport {
  readonly kind: 'progress';
  readonly machineId: number;
  readonly items: readonly {
    readonly leaseId: number;
    readonly frame: number;
    /** 0 to 1. */
    readonly fraction: number | null;
    readonly note: string | null;
  }[];
}

export interface UnreachableReport {
  readonly kind: 'unreachable';
  readonly machineId: number;
  readonly name: string;
  /** It answers, but takes no orders from this RenderAPI. */
  readonly isRefusing: boolean;
  /** Why, as the middle of a sentence: "connection refused". */
  readonly reason: string;
  /** In how many milliseconds it is tried again; null when it is the machine that comes back, or not. */
  readonly retryInMs: number | null;
  /**
   * After how long its leases end unless it is heard of before (0: at once). Null: when it has been silent for
   * `machineSilentAfterMs`.
   */
  readonly lostInMs: number | null;
  /** It said goodbye: nothing is wrong with it. */
  readonly isFarewell: boolean;
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
  readonly lease: LeaseKey | 'other' | null;
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
  /**
   * One by one where we expanded the template; a ready line where a 1.x program wrote the row; null over a
   * link, whose machines expand the template themselves.
   */
  readonly command:
    | { readonly kind: 'arguments'; readonly values: readonly string[] }
    | { readonly kind: 'line'; readonly text: string }
    | null;
  /** The task's own data, the same for all its leases. */
  readonly task: LeaseTask;
}

/** What a machine has to know of a task before it renders any of it. */
export interface LeaseTask {
  readonly taskId: number;
  readonly engineName: string;
  readonly adapter: 'command' | 'blender';
  /** What the task asks for, as it asks ("4.2", ">=4.2"); null for any. */
  readonly engineVersion: string | null;
  /** Null where a 1.x program wrote the row. */
  readonly argumentTemplate: string | null;
  readonly argumentValues: Readonly<Record<string, string>>;
  readonly allowsScripts: boolean;
  readonly renderId: number;
  readonly fileName: string;
  /** Where RenderAPI keeps the project; its outputs go beside it. */
  readonly filePath: string;
  readonly fileSize: number;
  /** Null until somebody computed it. */
  readonly fileSha256: string | null;
  /** Of a project of several files, of which the above is the main one. */
  readonly manifest: ManifestSummary | null;
  /** Of a step: whose frames are its project, and which of them; null for all. */
  readonly input: { readonly taskId: number; readonly frames: readonly FrameRange[] | null } | null;
}

export interface RetractOrder extends LeaseKey {
  readonly machineId: number;
  /** The last frame that the machine goes on with; null: none, the lease had not begun. */
  readonly keepThrough: number | null;
  /** For the machine's log. */
  readonly reason: string;
}

export interface StopOrder {
  readonly machineId: number;
  readonly taskId: number;
  /** Which attempt of the task, where both know it. */
  readonly lease: LeaseKey | null;
  readonly limitMs: number;
}

export type StartAnswer =
  | { readonly kind: 'accepted' }
  /** On its way over a link; lease events tell what comes of it. */
  | { readonly kind: 'sent' }
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
