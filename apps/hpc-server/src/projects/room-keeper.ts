import type { Logger } from '@renderonline/runtime';
import { createTurns } from '../outputs/turns.ts';
import type { Content, ContentShelf } from './content-shelf.ts';
import type { TreeEntry, TreeShelf } from './tree-shelf.ts';

/** Keeps the cache within its limit. */
export interface RoomKeeper {
  /** Contents that a project is being made of stay. Returns what ends that. */
  pin(contents: readonly Content[]): () => void;
  /** A content that was fetched for a project which has not come about. */
  noteLoose(content: Content, nowMs: number): void;
  /** Removes what was used least recently until there is room for so many bytes more, or all that is left is in use. */
  make(bytes: number): Promise<void>;
}

interface RoomKeeperInput {
  readonly contents: ContentShelf;
  readonly trees: TreeShelf;
  readonly limitBytes: number;
  readonly log: Logger;
}

const never = new AbortController().signal;

export function createRoomKeeper({ contents, trees, limitBytes, log }: RoomKeeperInput): RoomKeeper {
  const pins = new Map<string, number>();
  const turns = createTurns(1);

  function usedBytes(): number {
    return [...trees.entries.values()].reduce((sum, { ownBytes }) => sum + ownBytes, contents.bytes());
  }

  async function makeRoom(bytes: number): Promise<void> {
    if (usedBytes() + bytes <= limitBytes) return;
    const idle = [...trees.entries.values()].filter(({ holds }) => holds === 0);
    const loose = [...contents.loose.values()].filter(({ sha256 }) => !pins.has(sha256));
    const oldestFirst = [...idle, ...loose].sort((a, b) => a.lastUsedMs - b.lastUsedMs);
    for (const one of oldestFirst) {
      if (usedBytes() + bytes <= limitBytes) return;
      if ('key' in one) await removeTree(one);
      else if (!pins.has(one.sha256)) contents.removeUnused(one.sha256);
    }
  }

  /** With the contents that nothing else is made of. */
  async function removeTree(entry: TreeEntry): Promise<void> {
    const { key } = entry;
    try {
      const files = (await trees.manifestOf(key))?.files ?? [];
      // Somebody may have begun to need it meanwhile.
      if (entry.holds > 0) return;
      trees.entries.delete(key);
      await trees.remove(key);
      for (const { sha256 } of files) {
        if (!pins.has(sha256)) contents.removeUnused(sha256);
      }
    } catch (error) {
      log.warn({ err: error, key }, 'a project cannot be removed from the cache');
    }
  }

  return {
    pin(needed) {
      for (const { sha256 } of needed) pins.set(sha256, (pins.get(sha256) ?? 0) + 1);
      return () => {
        for (const { sha256 } of needed) {
          const left = (pins.get(sha256) ?? 1) - 1;
          if (left === 0) pins.delete(sha256);
          else pins.set(sha256, left);
        }
      };
    },
    noteLoose(content, nowMs) {
      contents.loose.set(content.sha256, { ...content, lastUsedMs: nowMs });
    },
    make: (bytes) => turns.take(() => makeRoom(bytes), never),
  };
}
