/** A task as it was when it was deleted: another farm at the same address has other tasks of the same numbers. */
export interface DeletedTask {
  readonly taskId: number;
  readonly queuedAt: string;
}

/** What somebody has deleted and RenderAPI has not yet. */
export interface Deletion {
  readonly deletionId: string;
  readonly askedAtMs: number;
  /** It can be taken back no more: its time is over, or its page was left. */
  readonly isDecided: boolean;
  readonly tasks: readonly DeletedTask[];
}

/** Outlives the page: in the browser's storage, where the other tabs of the same farm and user read it too. */
export interface DeletionLedger {
  /** The oldest first. */
  all(): readonly Deletion[];
  put(deletion: Deletion): void;
  drop(deletionId: string): void;
}

const prefix = 'renderonline.deletion.';
/** Who has not come back for so long has tasks that retention looks after. */
const forgottenAfterMs = 30 * 24 * 3_600_000;

/**
 * Each deletion has a key of its own, so that tabs do not write over one another's.
 *
 * @param storage of the farm's origin; full or forbidden, it is as if there was none, and the page remembers alone
 * @param userId whose deletions; others' stay for them
 */
export function createDeletionLedger(storage: Storage, userId: number, nowMs: () => number): DeletionLedger {
  const own = `${prefix}${userId}.`;
  const unwritten = new Map<string, Deletion>();

  function keys(): readonly string[] {
    return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').filter((key) =>
      key.startsWith(own),
    );
  }

  return {
    all() {
      const written = keys().flatMap((key) => {
        const deletion = readDeletion(storage.getItem(key));
        const isKnown = deletion !== undefined && nowMs() - deletion.askedAtMs < forgottenAfterMs;
        if (!isKnown) storage.removeItem(key);
        return isKnown ? [deletion] : [];
      });
      return [...written, ...unwritten.values()].sort((a, b) => a.askedAtMs - b.askedAtMs);
    },
    put(deletion) {
      const { deletionId } = deletion;
      try {
        storage.setItem(own + deletionId, JSON.stringify(deletion));
        unwritten.delete(deletionId);
      } catch {
        storage.removeItem(own + deletionId);
        unwritten.set(deletionId, deletion);
      }
    },
    drop(deletionId) {
      storage.removeItem(own + deletionId);
      unwritten.delete(deletionId);
    },
  };
}

/** Whatever else stands there is as good as nothing. */
function readDeletion(text: string | null): Deletion | undefined {
  try {
    const read = JSON.parse(text ?? '') as Partial<Deletion> | null;
    if (typeof read?.deletionId !== 'string' || typeof read.askedAtMs !== 'number') return undefined;
    if (typeof read.isDecided !== 'boolean' || !Array.isArray(read.tasks)) return undefined;
    const isTask = ({ taskId, queuedAt }: Partial<DeletedTask>): boolean =>
      Number.isSafeInteger(taskId) && typeof queuedAt === 'string';
    return read.tasks.length > 0 && read.tasks.every(isTask) ? (read as Deletion) : undefined;
  } catch {
    return undefined;
  }
}
