import { spawn } from 'node:child_process';

/**
 * Runs a program on this terminal, so that it can ask for a password and show its own progress.
 *
 * @returns its exit code; 127 when it could not be started
 */
export function runVisibly(command: readonly string[], signal: AbortSignal): Promise<number> {
  const [file = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      stdio: ['inherit', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      signal,
    });
    child.once('error', () => {
      resolve(127);
    });
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
}
