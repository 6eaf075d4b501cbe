/** One row of the system's process table. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parentPid: number;
  readonly groupId: number;
  readonly sessionId: number;
  /** When it began, in whatever unit the system counts; with the pid it names a process for good. */
  readonly startedAt: string;
  /** CPU time that it and its ended children have used; absent where the system does not tell. */
  readonly cpuMs?: number;
}

/** Reads who runs on this computer. Zombies are left out: they run no more. */
export interface ProcessTable {
  /** @throws Error when the system does not tell. */
  list(): ProcessEntry[];
  /** One of them, without looking at all the others. @throws Error when the system does not tell. */
  find(pid: number): ProcessEntry | undefined;
  /** Whether a process was born with this text in its environment; false where nobody may look. */
  hasInEnvironment(entry: ProcessEntry, text: string): boolean;
  /** Changes with each start of the computer; null where there is no such thing. */
  bootId(): string | null;
}
