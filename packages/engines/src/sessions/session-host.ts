import type { Readable, Writable } from 'node:stream';

/** Time, from outside. */
export interface SessionClock {
  /** Milliseconds that only go forward, for durations. */
  elapsedMs(): number;
}

/** How a session's process ended. Both null: it could not be started, and `message` says why. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly message: string | null;
}

/** A renderer that a session talks to. */
export interface HostedProcess {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Descriptor 3 of the process: orders to it. Its end asks the process to close. */
  readonly orders: Writable;
  /** Descriptor 4 of the process: what it says to us. */
  readonly events: Readable;
  /** Resolves when it has ended, or could not be started. Never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** Ends its whole process tree at once and waits until it is gone. Harmless when it is. */
  kill(): Promise<void>;
}

/** What a session needs of the machine. */
export interface SessionHost {
  /**
   * Starts a program: no shell, its own process group, nothing on standard input, pipes on descriptors 1 to 4.
   *
   * @param options.env what the program gets besides the machine's own environment for renderers
   */
  launch(
    file: string,
    args: readonly string[],
    options: { readonly env: Readonly<Record<string, string>> },
  ): HostedProcess;
  /**
   * Keeps what the program prints, both streams of it. With a promise: the program is not read further until
   * it is settled.
   */
  log(chunk: Buffer, stream: 'stdout' | 'stderr'): Promise<void> | undefined;
  readonly clock: SessionClock;
  /** Where the session makes its folder for temporary files; the system's own place by default. */
  readonly temporaryFolder?: string;
}
