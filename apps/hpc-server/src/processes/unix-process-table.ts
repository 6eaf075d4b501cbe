import { execFileSync } from 'node:child_process';
import type { ProcessEntry, ProcessTable } from './process-entry.ts';

const row = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(?:(\d+)-)?((?:\d+:)?\d+:\d+(?:\.\d+)?)\s+(.+?)\s*$/;

/** The process table of macOS and other systems without /proc, from `ps`. It cannot look into environments. */
export const unixProcessTable: ProcessTable = {
  list: () => parsePsRows(ps('-ax')),
  find(pid) {
    try {
      return parsePsRows(ps('-p', String(pid)))[0];
    } catch (error) {
      // What ps ends with when there is no such process.
      if ((error as { status?: unknown }).status === 1) return undefined;
      throw error;
    }
  },
  hasInEnvironment: () => false,
  bootId: () => null,
};

function ps(...which: string[]): string {
  return execFileSync('ps', [...which, '-o', 'pid=,ppid=,pgid=,stat=,time=,lstart='], {
    encoding: 'utf8',
    timeout: 5000,
    env: { ...process.env, LC_ALL: 'C' },
  });
}

/** Reads what `ps -o pid=,ppid=,pgid=,stat=,time=,lstart=` says. */
export function parsePsRows(text: string): ProcessEntry[] {
  return text.split('\n').flatMap((line) => parseRow(line) ?? []);
}

function parseRow(line: string): ProcessEntry | undefined {
  const [, pid, parentPid, groupId, state, days = '0', time = '0', startedAt] = row.exec(line) ?? [];
  if (startedAt === undefined || state === undefined || state.startsWith('Z')) return undefined;
  return {
    pid: Number(pid),
    parentPid: Number(parentPid),
    groupId: Number(groupId),
    // ps names sessions by kernel addresses here; the group has to do.
    sessionId: Number(groupId),
    startedAt,
    cpuMs: cpuMsOf(Number(days), time),
  };
}

/** "12:34.56" or "1:02:03", and the days that stand before it. */
function cpuMsOf(days: number, time: string): number {
  const seconds = time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round((days * 86_400 + seconds) * 1000);
}
