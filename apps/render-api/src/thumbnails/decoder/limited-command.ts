import { accessSync, constants } from 'node:fs';

const prlimit = ['/usr/bin/prlimit', '/bin/prlimit'].find(isExecutable);

/**
 * The same command with a limit on the memory that it may take, where the system has a program that sets one
 * (Linux).
 *
 * @param bytes of memory that it writes to
 */
export function limitedCommand(
  command: readonly [string, ...string[]],
  bytes: number,
): readonly [string, ...string[]] {
  if (prlimit === undefined) return command;
  return [prlimit, `--data=${bytes}`, '--core=0', '--', ...command];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
