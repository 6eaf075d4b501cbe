import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessEntry, ProcessTable } from './process-entry.ts';
import { membersOf, type ProcessTree } from './process-tree.ts';
import { rememberUnmarked } from './remember-unmarked.ts';
import { taskkill } from './taskkill.ts';

/** When the process table is looked at while a tree is ending: soon at first, then seldom. */
const shortestLookMs = 20;
const longestLookMs = 250;
/** A process that SIGKILL does not end within this hangs in the kernel; nothing more can be done. */
const usualKillLimitMs = 5000;

export interface EndTreeOptions {
  readonly table: ProcessTable;
  readonly platform?: NodeJS.Platform;
  /** How long to go on killing; 5 s. */
  readonly killLimitMs?: number;
}

/**
 * Ends a tree in two steps: SIGTERM to all of it, and after `graceMs`, SIGKILL to what is left.
 *
 * @returns whether nothing is left.
 */
export async function terminateTree(
  tree: ProcessTree,
  graceMs: number,
  options: EndTreeOptions,
): Promise<boolean> {
  const looking = { ...options, table: rememberUnmarked(options.table) };
  if (graceMs > 0) {
    await signalTree(tree, 'SIGTERM', looking);
    if (await isGoneWithin(tree, graceMs, looking)) return true;
  }
  return killTree(tree, looking);
}

/**
 * Sends SIGKILL to a tree, again and again while it still grows.
 *
 * @returns whether nothing is left.
 */
export async function killTree(tree: ProcessTree, options: EndTreeOptions): Promise<boolean> {
  const looking = { ...options, table: rememberUnmarked(options.table) };
  const { killLimitMs = usualKillLimitMs } = options;
  return looksTrue(killLimitMs, async () => !(await signalTree(tree, 'SIGKILL', looking)));
}

/** @returns whether there was, or may have been, anything to send it to. */
async function signalTree(
  tree: ProcessTree,
  signal: 'SIGTERM' | 'SIGKILL',
  { table, platform = process.platform }: EndTreeOptions,
): Promise<boolean> {
  if (platform === 'win32') return tree.pid !== null && taskkill(tree.pid, signal === 'SIGKILL');
  const members = membersNow(tree, table);
  if (!members) return true;
  // The group at once, so that none of it sees another die and starts a new one.
  if (tree.pid !== null && members.some(({ groupId }) => groupId === tree.pid)) send(-tree.pid, signal);
  for (const { pid, groupId } of members) if (groupId !== tree.pid) send(pid, signal);
  return members.length > 0;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended, or is not ours: membersOf will tell which.
  }
}

function isGoneWithin(
  tree: ProcessTree,
  limitMs: number,
  { table, platform = process.platform }: EndTreeOptions,
): Promise<boolean> {
  return looksTrue(limitMs, async () =>
    platform === 'win32' ? !isAlive(tree.pid) : membersNow(tree, table)?.length === 0,
  );
}

/**
 * @returns undefined when the system does not tell who runs (no file may be opened, `ps` hangs): then nobody
 *   knows, and looking again may help.
 */
function membersNow(tree: ProcessTree, table: ProcessTable): ProcessEntry[] | undefined {
  try {
    return membersOf(tree, table);
  } catch {
    return undefined;
  }
}

/** Looks, and looks again until it is true or the limit has passed; always once at the end. */
async function looksTrue(limitMs: number, look: () => Promise<boolean>): Promise<boolean> {
  let waitMs = shortestLookMs;
  for (let leftMs = limitMs; leftMs > 0; leftMs -= waitMs, waitMs = Math.min(waitMs * 2, longestLookMs)) {
    if (await look()) return true;
    await delay(Math.min(waitMs, leftMs));
  }
  return look();
}

function isAlive(pid: number | null): boolean {
  if (pid === null) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
