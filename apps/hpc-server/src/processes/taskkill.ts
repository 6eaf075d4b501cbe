import { execFile } from 'node:child_process';

const limitMs = 10_000;

/**
 * Windows' own way to end a process and all that it started.
 *
 * @param isForced without it, programs are asked to close
 * @returns whether there was such a process.
 */
export function taskkill(pid: number, isForced: boolean): Promise<boolean> {
  const args = ['/PID', String(pid), '/T', ...(isForced ? ['/F'] : [])];
  return new Promise((resolve) => {
    execFile('taskkill', args, { windowsHide: true, timeout: limitMs }, (error) => {
      resolve(error === null);
    });
  });
}
