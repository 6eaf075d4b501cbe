import { killTree, type EndTreeOptions } from './end-tree.ts';
import type { ProcessEntry, ProcessTable } from './process-entry.ts';
import { membersOf, type ProcessTree } from './process-tree.ts';
import { markerText } from './render-marker.ts';

/** How long ended renderers wait for one another, so that a look at the process table serves many. */
const gatherMs = 100;
/** Of our time, the part that such looks may take at most: on a computer with many processes they are long. */
const mostOfTime = 0.02;

export interface StraySweeperInput extends EndTreeOptions {
  /** With what the markers of all our renderers begin. */
  readonly instanceId: string;
  readonly clock: { elapsedMs(): number };
  /** Told of what SIGKILL does not end. */
  readonly onStuck: (tree: ProcessTree) => void;
}

/** Ends what renderers leave running when they end by themselves, a moment later and many at once. */
export interface StraySweeper {
  /** @returns when nothing of the tree is left, or nothing more can be done. Never rejects. */
  sweep(tree: ProcessTree): Promise<void>;
}

export function createStraySweeper(input: StraySweeperInput): StraySweeper {
  const table = tableOfInstance(input.table, input.instanceId);
  let waiting: { tree: ProcessTree; done: () => void }[] = [];
  let isPlanned = false;
  let waitMs = gatherMs;

  async function sweepAll(): Promise<void> {
    const batch = waiting;
    waiting = [];
    isPlanned = false;
    const startedMs = input.clock.elapsedMs();
    const looking = { ...table, list: listedOnce(table) };
    const strays = batch.filter(({ tree, done }) => {
      if (!isClean(tree, looking, input.platform)) return true;
      done();
      return false;
    });
    waitMs = Math.max(gatherMs, (input.clock.elapsedMs() - startedMs) / mostOfTime);
    for (const { tree, done } of strays) {
      if (!(await killTree(tree, input))) input.onStuck(tree);
      done();
    }
  }

  return {
    sweep(tree) {
      return new Promise((done) => {
        waiting.push({ tree, done });
        if (isPlanned) return;
        isPlanned = true;
        setTimeout(() => void sweepAll(), waitMs);
      });
    },
  };
}

/** @returns false when it is not known: then somebody has to look more closely. */
function isClean(tree: ProcessTree, table: ProcessTable, platform = process.platform): boolean {
  if (platform === 'win32') return false;
  try {
    return membersOf(tree, table).length === 0;
  } catch {
    return false;
  }
}

function listedOnce(table: ProcessTable): () => ProcessEntry[] {
  let entries: ProcessEntry[] | undefined;
  return () => (entries ??= table.list());
}

/**
 * A table that reads the environment of a process once, ever: whoever was born without the marker of this
 * instance carries none of its renderers' markers.
 */
function tableOfInstance(table: ProcessTable, instanceId: string): ProcessTable {
  let strangers = new Set<string>();
  const keyOf = ({ pid, startedAt }: ProcessEntry) => `${pid} ${startedAt}`;
  return {
    ...table,
    list() {
      const entries = table.list();
      const known = strangers;
      strangers = new Set(entries.map(keyOf).filter((key) => known.has(key)));
      return entries;
    },
    hasInEnvironment(entry, text) {
      const key = keyOf(entry);
      if (strangers.has(key)) return false;
      if (table.hasInEnvironment(entry, markerText(instanceId))) return table.hasInEnvironment(entry, text);
      strangers.add(key);
      return false;
    },
  };
}
