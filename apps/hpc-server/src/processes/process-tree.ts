import type { ProcessEntry, ProcessTable } from './process-entry.ts';
import { markerText } from './render-marker.ts';

/** A renderer and all that it started: what must be known to find it again, by another program too. */
export interface ProcessTree {
  /** Of the renderer, which leads its own group; null when it is not known (any more). */
  readonly pid: number | null;
  /** `startedAt` of that process; null when it was gone before anyone looked. */
  readonly startedAt: string | null;
  /** The marker, or the beginning of several. */
  readonly marker: string;
}

/** The tree of a renderer that has just been started. */
export function treeOf(pid: number, marker: string, table: ProcessTable): ProcessTree {
  return { pid, startedAt: startedAtOf(pid, table), marker };
}

function startedAtOf(pid: number, table: ProcessTable): string | null {
  try {
    return table.find(pid)?.startedAt ?? null;
  } catch {
    // The renderer runs all the same, and must not be lost for it.
    return null;
  }
}

/**
 * The processes of a tree that are running now: the renderer, its group and session, whoever carries its
 * marker, and the descendants of all these. Never the calling process.
 */
export function membersOf(tree: ProcessTree, table: ProcessTable, ownPid = process.pid): ProcessEntry[] {
  const entries = table.list();
  const leader = entries.find((entry) => entry.pid === tree.pid);
  // The system gives a pid to somebody else once nothing has it, nor a group or session of that number.
  const isReused = leader !== undefined && tree.startedAt !== null && leader.startedAt !== tree.startedAt;
  const isOfLeader = ({ pid, groupId, sessionId }: ProcessEntry) =>
    tree.pid !== null && !isReused && [pid, groupId, sessionId].includes(tree.pid);

  const text = markerText(tree.marker);
  const members = new Map<number, ProcessEntry>();
  for (const entry of entries) {
    if (entry.pid === ownPid || entry.pid === 1) continue;
    if (isOfLeader(entry) || table.hasInEnvironment(entry, text)) members.set(entry.pid, entry);
  }
  addDescendants(members, entries, ownPid);
  return [...members.values()];
}

function addDescendants(members: Map<number, ProcessEntry>, entries: ProcessEntry[], ownPid: number): void {
  let isGrowing = true;
  while (isGrowing) {
    isGrowing = false;
    for (const entry of entries) {
      if (members.has(entry.pid) || !members.has(entry.parentPid) || entry.pid === ownPid) continue;
      members.set(entry.pid, entry);
      isGrowing = true;
    }
  }
}
