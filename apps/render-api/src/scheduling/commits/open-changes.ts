import type { FarmBatch } from '@renderonline/database';
import type { Writing } from './farm-changes.ts';

/** A list of rows in a batch. */
export type List = (typeof lists)[number];

export type Row<Name extends List> =
  NonNullable<FarmBatch[Name]> extends readonly (infer One)[] ? One : never;

/** In the order in which they are written, and in which what waited for them is called. */
const lists = [
  'starts',
  'framesDone',
  'ends',
  'shrinks',
  'failedFrames',
  'grants',
  'taskChanges',
  'notBefore',
  'machineEvents',
] as const;

export interface Entry {
  readonly taskId: number;
  /** As its list wants it: `add` sees to that. */
  readonly row: unknown;
  readonly writing: Writing;
}

/** Rows for the next commit, and what follows from it. */
export interface OpenChanges {
  add<Name extends List>(list: Name, entry: Entry & { readonly row: Row<Name> }): void;
  readonly effects: (() => void)[];
  readonly taskIds: Set<number>;
  hasRows(): boolean;
  entries(): Generator<Entry & { readonly list: List }, void, void>;
  batch(): Omit<FarmBatch, 'generation' | 'nowMs'>;
  split(): OpenChanges[];
}

export function openChanges(): OpenChanges {
  const rows = new Map<List, Entry[]>();
  const effects: (() => void)[] = [];
  const taskIds = new Set<number>();

  function push(list: List, entry: Entry): void {
    const known = rows.get(list);
    if (known === undefined) rows.set(list, [entry]);
    else known.push(entry);
  }

  function* entries(): Generator<Entry & { readonly list: List }, void, void> {
    for (const list of lists) for (const entry of rows.get(list) ?? []) yield { ...entry, list };
  }

  return {
    add: push,
    effects,
    taskIds,
    hasRows: () => rows.size > 0,
    entries,
    batch: () => Object.fromEntries([...rows].map(([list, ofList]) => [list, ofList.map(({ row }) => row)])),
    split() {
      const parts = new Map<number, OpenChanges>();
      for (const { list, ...entry } of entries()) {
        const part = parts.get(entry.taskId) ?? openChanges();
        parts.set(entry.taskId, part);
        part.add(list, entry as Entry & { readonly row: never });
      }
      const rest = openChanges();
      rest.effects.push(...effects);
      for (const taskId of taskIds) rest.taskIds.add(taskId);
      return [...parts.values(), rest];
    },
  };
}
