import { existsSync, readFileSync } from 'node:fs';
import { processTable } from '../processes/process-table.ts';
import { until } from './until.ts';

/** For tests: whether a process runs (a zombie does not). */
export function isRunning(pid: number): boolean {
  return processTable.list().some((entry) => entry.pid === pid);
}

/** For tests: the processes that a process has started. */
export function childrenOf(pid: number): number[] {
  return processTable.list().flatMap((entry) => (entry.parentPid === pid ? entry.pid : []));
}

/** For tests: waits until a process is gone. */
export async function untilGone(pid: number): Promise<void> {
  await until(`process ${pid} ends`, () => !isRunning(pid));
}

/** For tests: waits for a number that the mock engine said, such as `Forked 123`, in its log. */
export async function untilSaid(logPath: string, pattern: RegExp): Promise<number> {
  return until(`${pattern} in ${logPath}`, () => {
    if (!existsSync(logPath)) return undefined;
    const found = pattern.exec(readFileSync(logPath, 'utf8'))?.[1];
    return found === undefined ? undefined : Number(found);
  });
}
