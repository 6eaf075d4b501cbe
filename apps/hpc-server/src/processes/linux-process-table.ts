import { readFileSync, readdirSync } from 'node:fs';
import type { ProcessEntry, ProcessTable } from './process-entry.ts';

/** /proc counts CPU time in hundredths of a second, whatever the kernel's own clock does. */
const msPerTick = 10;

/** The process table of Linux, from /proc: a few tens of microseconds a process. */
export const linuxProcessTable: ProcessTable = {
  list() {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readStat(name) ?? []);
  },
  find: (pid) => readStat(String(pid)),
  hasInEnvironment({ pid }, text) {
    return readIfThere(`/proc/${pid}/environ`)?.includes(text) ?? false;
  },
  bootId() {
    return readIfThere('/proc/sys/kernel/random/boot_id')?.toString('utf8').trim() ?? null;
  },
};

function readStat(name: string): ProcessEntry | undefined {
  const stat = readIfThere(`/proc/${name}/stat`)?.toString('latin1');
  if (stat === undefined) return undefined;
  // "pid (any name, even with ) in it) state ppid pgrp session …"; fields 14 to 17 are the CPU time, its own and
  // its children's, in user and system mode, and the 22nd is the start time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parentPid, groupId, sessionId] = fields;
  const startedAt = fields[19];
  if (state === 'Z' || state === 'X' || startedAt === undefined) return undefined;
  return {
    pid: Number(name),
    parentPid: Number(parentPid),
    groupId: Number(groupId),
    sessionId: Number(sessionId),
    startedAt,
    cpuMs: fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * msPerTick,
  };
}

/** Processes end while we look at them, and others' are not for us to read. */
function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
