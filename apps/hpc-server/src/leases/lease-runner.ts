import type { Readable } from 'node:stream';
import type { LeaseEvent, LinkTask, LogPiece, LogReceipts, Neighbour } from '@renderonline/contract/link';
import type { RenderContext } from '../renders/render-context.ts';

/** A renderer of this machine, as it is configured or was found. */
export interface InstalledEngine {
  /** `engines.name` in the database; compared without case. Several versions of one engine share it. */
  readonly name: string;
  /** As the program says it, "4.2.1"; null when it would not say. */
  readonly version: string | null;
  /** An absolute path, or a bare name that is looked up in PATH. */
  readonly executablePath: string;
  /** Put before the arguments of every render. */
  readonly leadingArguments: readonly string[];
  /** Whether it can be kept open for several frames (the `blender` adapter). */
  readonly hasSessions: boolean;
}

/** Frames of a task for this machine, under a token that fences all that is said of them. */
export interface OfferedLease {
  readonly leaseId: number;
  readonly token: string;
  readonly taskId: number;
  readonly first: number;
  readonly last: number;
}

export interface HeldLease {
  readonly leaseId: number;
  readonly token: string;
  readonly state: 'offered' | 'running';
}

/** How far a frame is; may be lost, and is overtaken by the next one. */
export interface ProgressHint {
  readonly leaseId: number;
  readonly frame: number;
  /** From 0 to 1. */
  readonly fraction: number;
  readonly note: string | null;
}

/** A file that a task needs. */
export interface TaskFile {
  readonly taskId: number;
  /** Null: the one file that is the whole project. */
  readonly sha256: string | null;
}

/** A file as it comes in. Its consumer reads it to its end, or destroys it. */
export interface FileStream {
  /** The first byte of `body` within the file: the offset asked for, or 0 when RenderAPI begins anew. */
  readonly startsAt: number;
  readonly totalBytes: number;
  readonly body: Readable;
}

export interface OutputFile {
  readonly leaseId: number;
  readonly token: string;
  readonly frame: number;
  /** Within the task's output folder, as RenderAPI is to call it. */
  readonly name: string;
  /** On this machine. */
  readonly path: string;
  readonly size: number;
  /** Hexadecimal, of the whole file. */
  readonly sha256: string;
}

/** RenderAPI's files for this machine, over HTTP with the machine's credential. */
export interface LinkHttp {
  /**
   * Opens a file of a task's project for reading, once; whoever calls goes on from where it broke off.
   *
   * @param offset bytes that are there already
   * @throws LinkRefusal when RenderAPI will not (the lease is gone, the file cannot be read); any other
   *   error when it could not be reached: wait with `untilWorthTrying`, then ask again.
   */
  openFile(file: TaskFile, options: { offset: number; signal: AbortSignal }): Promise<FileStream>;
  /**
   * As `openFile`; or else who nearby may have it, if RenderAPI knows somebody. Costs nothing more when it does not.
   *
   * @throws as `openFile`
   */
  findFile(
    file: TaskFile,
    options: { offset: number; signal: AbortSignal },
  ): Promise<FileStream | { readonly neighbours: readonly Neighbour[] }>;
  /**
   * The list of the files of a task's project, before validation.
   *
   * @param maxBytes a longer one is not read
   * @throws as `openFile`; an error when it is longer, or not JSON
   */
  openManifest(taskId: number, options: { maxBytes: number; signal: AbortSignal }): Promise<unknown>;
  /** The id of the folder in which RenderAPI keeps contents; null while none is known. */
  contentsId(): string | null;
  /**
   * Uploads an output, again and again while RenderAPI is away; harmless when it has it already.
   *
   * @throws LinkRefusal when RenderAPI does not want it (lost lease, broken image, limits); the signal's
   *   reason when it is aborted; the file's error when it cannot be read.
   */
  putOutput(output: OutputFile, signal: AbortSignal): Promise<void>;
  /**
   * Hands over pieces of renderers' logs, once.
   *
   * @throws LinkRefusal when RenderAPI will not take them; any other error when it could not be reached
   */
  postLogs(pieces: readonly LogPiece[], signal: AbortSignal): Promise<LogReceipts>;
  /** Waits before another try, longer after each failure; no longer than until the link is up again. */
  untilWorthTrying(failures: number, signal: AbortSignal): Promise<void>;
}

/** What the runner needs: all that rendering needs, and the link. */
export interface LeaseRunnerInput extends RenderContext {
  readonly api: LinkHttp;
  readonly engines: readonly InstalledEngine[];
  /** When the machine joined its farm, in milliseconds since 1970. */
  readonly memberSinceMs: number;
  /** Whether the machine has a GPU, whose work the CPU times do not show. */
  readonly hasGpu: boolean;
  /** Says something for good: it is on disk before it is sent, and reaches RenderAPI once, in order. */
  emit(event: LeaseEvent): void;
  /** Says something that may be lost. */
  hint(progress: ProgressHint): void;
}

/** Runs leases on the machine's slots. */
export interface LeaseRunner {
  /** A task's facts, before its first lease on a connection; a later one replaces them for leases to come. */
  takeTask(task: LinkTask): void;
  /** Queues leases in this order; one that it holds already is not taken twice. */
  offer(leases: readonly OfferedLease[]): void;
  /**
   * Ends leases, or what lies behind `keepThrough` (the last frame it keeps). Says `ended` (canceled) for a
   * lease that had started and ends by this; nothing for one that had not started.
   */
  cancel(leases: readonly { leaseId: number; keepThrough: number | null }[], reason: string): void;
  /** Ends without a word every lease that is not among these: RenderAPI has given them up. */
  keepOnly(live: readonly { leaseId: number; token: string }[]): void;
  held(): HeldLease[];
  closeSession(taskId: number): void;
  /** Somebody follows the logs of these tasks, and of no others. */
  followLogs(taskIds: readonly number[]): void;
  /** How many leases run at once; those beyond it run to their end. */
  setSlots(slots: number): void;
  /**
   * With a reason: starts nothing, and declines what it holds unstarted and what is offered meanwhile; what
   * runs goes on. With null: works as usual.
   */
  holdBack(reason: string | null): void;
  sessions(): { taskId: number; memoryMb: number | null }[];
  /** Ends everything that runs and waits until nothing of it is left. Emits nothing any more. */
  stop(): Promise<void>;
}

/** Removes what an earlier run left half done, and makes a runner that holds nothing. */
export type CreateLeaseRunner = (input: LeaseRunnerInput) => Promise<LeaseRunner>;
