import { execFileSync } from 'node:child_process';
import type { ProcessEntry, ProcessTable } from './process-entry.ts';

const row = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/;

/** The process table of macOS and other systems without /proc, from `ps`. It cannot look into environments. */
export const unixProcessTable: ProcessTable = {
  list() {
    const text = execFileSync('ps', ['-axo', 'pid=,ppid=,pgid=,stat=,lstart='], {
      encoding: 'utf8',
      timeout: 5000,
      env: { ...process.env, LC_ALL: 'C' },
    });
    return parsePsRows(text);
  },
  hasInEnvironment: () => false,
  bootId: () => null,
};

/** Reads what `ps -o pid=,ppid=,pgid=,stat=,lstart=` says. */
export function parsePsRows(text: string): ProcessEntry[] {
  return text.split('\n').flatMap((line) => parseRow(line) ?? []);
}

function parseRow(line: string): ProcessEntry | undefined {
  const [, pid, parentPid, groupId, state, startedAt] = row.exec(line) ?? [];
  if (startedAt === undefined || state === undefined || state.startsWith('Z')) return undefined;
  return {
    pid: Number(pid),
    parentPid: Number(parentPid),
    groupId: Number(groupId),
    // ps names sessions by kernel addresses here; the group has to do.
    sessionId: Number(groupId),
    startedAt,
  };
}
