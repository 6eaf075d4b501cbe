import { spawn } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';

export interface BlenderRun {
  readonly blender: string;
  readonly args: readonly string[];
  /** Where its output goes. */
  readonly log: string;
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

export interface BlenderEnded {
  readonly isSuccess: boolean;
  /** In words, for a failure. */
  readonly reason: string;
}

/** Runs Blender until it ends, its time is up, or the signal is aborted; then it is killed. */
export async function runBlender({ blender, args, log, limitMs, signal }: BlenderRun): Promise<BlenderEnded> {
  const output = openSync(log, 'w', 0o600);
  try {
    return await new Promise<BlenderEnded>((resolve) => {
      const child = spawn(blender, args, {
        stdio: ['ignore', output, output],
        signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
        killSignal: 'SIGKILL',
      });
      let failure: Error | undefined;
      child.once('error', (error) => {
        failure = error;
        // Never started: there will be no close.
        if (child.pid === undefined) resolve({ isSuccess: false, reason: error.message });
      });
      child.once('close', (code, signalName) => {
        resolve({ isSuccess: code === 0, reason: reasonOf(code, signalName, failure, limitMs) });
      });
    });
  } finally {
    closeSync(output);
  }
}

function reasonOf(
  code: number | null,
  signalName: NodeJS.Signals | null,
  failure: Error | undefined,
  limitMs: number,
): string {
  if (failure?.name === 'AbortError') return `it took longer than ${limitMs / 60_000} minutes`;
  return signalName === null ? `it ended with code ${code ?? 'unknown'}` : `it was ended by ${signalName}`;
}
