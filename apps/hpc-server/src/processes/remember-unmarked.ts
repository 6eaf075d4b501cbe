import type { ProcessTable } from './process-entry.ts';

/**
 * A table for looking again and again: a process that was born without a text in its environment is not asked
 * for it twice. Most processes of a computer are none of ours, and reading their environments is the larger
 * half of a look.
 */
export function rememberUnmarked(table: ProcessTable): ProcessTable {
  const unmarked = new Set<string>();
  return {
    ...table,
    hasInEnvironment(entry, text) {
      const key = `${entry.pid} ${entry.startedAt} ${text}`;
      if (unmarked.has(key)) return false;
      const has = table.hasInEnvironment(entry, text);
      if (!has) unmarked.add(key);
      return has;
    },
  };
}
