import { openSync, statSync, truncateSync, writeSync } from 'node:fs';
import { createLogger, type Logger } from '@renderonline/runtime';

const largestBytes = 16 * 1024 * 1024;

/**
 * The log of the farm's programs goes to a file, because the terminal belongs to the progress bar. It starts
 * anew when it has grown large.
 */
export function createFarmLog(path: string): (name: string) => Logger {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largestBytes) truncateSync(path);
  const file = openSync(path, 'a', 0o600);
  const destination = {
    write(line: string): void {
      try {
        writeSync(file, line);
      } catch {
        // A full disk must not end the farm for the sake of its log.
      }
    },
  };
  return (name) => createLogger({ name, destination, level: 'info' });
}
