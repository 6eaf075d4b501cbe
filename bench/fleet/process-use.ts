import { readFileSync } from 'node:fs';

/** What a process has used so far (Linux). */
export interface ProcessUse {
  readonly cpuMs: number;
  readonly memoryBytes: number;
}

/** Linux counts CPU time in hundredths of a second, whatever the kernel's own tick is. */
const msPerTick = 10;

export function useOf(pid: number): ProcessUse {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * msPerTick,
    memoryBytes: Number(resident?.[1] ?? 0) * 1024,
  };
}

/** What a process holds of the computer's memory (Linux). */
export interface ProcessMemory {
  /** With all that it shares with others, such as Node's own program. */
  readonly residentBytes: number;
  /** With its part of what it shares. */
  readonly proportionalBytes: number;
}

export function memoryOf(pid: number): ProcessMemory {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) * 1024;
  return { residentBytes: bytes('Rss'), proportionalBytes: bytes('Pss') };
}
