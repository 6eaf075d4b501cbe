import { execFile } from 'node:child_process';

/** What a program printed; null when it is not there, fails, or takes longer than it may. */
export type RunProgram = (file: string, programArguments: readonly string[]) => Promise<string | null>;

const mostBytes = 1024 * 1024;

/** Runs small programs of the system that tell about it. */
export function programRunner(limitMs: number): RunProgram {
  return (file, programArguments) =>
    new Promise((resolve) => {
      execFile(
        file,
        [...programArguments],
        { timeout: limitMs, maxBuffer: mostBytes, windowsHide: true, killSignal: 'SIGKILL' },
        (error, stdout) => {
          resolve(error === null ? stdout : null);
        },
      );
    });
}
