import type { ProcessTree } from '../processes/process-tree.ts';

/** What HPCServer tells its guardian, one JSON object a line. */
export type GuardianOrder =
  | { readonly kind: 'guard'; readonly tree: ProcessTree }
  | { readonly kind: 'forget'; readonly marker: string };

/** @returns undefined for half a line: HPCServer may die while it writes. */
export function parseGuardianOrder(line: string): GuardianOrder | undefined {
  try {
    // Only HPCServer holds the other end of the pipe.
    return JSON.parse(line) as GuardianOrder;
  } catch {
    return undefined;
  }
}
