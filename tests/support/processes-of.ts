import { readdirSync, readFileSync } from 'node:fs';

/** Processes whose environment holds `marker` (Linux), this one excepted: what a test started, and what that started. */
export function processesWith(marker: string): { readonly pid: number; readonly commandLine: string }[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return [];
    try {
      if (!readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(marker)) return [];
      const commandLine = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      // A zombie has ended; only its parent has not asked yet.
      return commandLine === '' ? [] : [{ pid: Number(name), commandLine }];
    } catch {
      return [];
    }
  });
}
