/** Which things of a list are chosen, and where the choosing began. */
export interface Selection {
  readonly ids: ReadonlySet<number>;
  /** The other end of what Shift chooses. */
  readonly anchorId: number | null;
}

export const nothingSelected: Selection = { ids: new Set(), anchorId: null };

/**
 * Chooses one or no longer; with `isRange` all from the anchor to it.
 *
 * @param order their ids as they are listed
 */
export function toggle(
  selection: Selection,
  id: number,
  { isRange, order }: { readonly isRange: boolean; readonly order: readonly number[] },
): Selection {
  const ids = new Set(selection.ids);
  const from = selection.anchorId === null ? -1 : order.indexOf(selection.anchorId);
  const to = order.indexOf(id);
  if (isRange && from >= 0 && to >= 0) {
    for (const each of order.slice(Math.min(from, to), Math.max(from, to) + 1)) ids.add(each);
    return { ids, anchorId: selection.anchorId };
  }
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchorId: id };
}

/**
 * Chooses all that a drag has gone over, besides what was chosen when it began.
 *
 * @param before when it began
 */
export function dragOver(
  before: Selection,
  { from, to, order }: { readonly from: number; readonly to: number; readonly order: readonly number[] },
): Selection {
  const ends = [order.indexOf(from), order.indexOf(to)];
  const range = order.slice(Math.min(...ends), Math.max(...ends) + 1);
  return { ids: new Set([...before.ids, ...range]), anchorId: from };
}

/** All that are listed; none when all of them are chosen already. */
export function toggleAll(selection: Selection, order: readonly number[]): Selection {
  const areAll = order.length > 0 && order.every((id) => selection.ids.has(id));
  return areAll ? nothingSelected : { ids: new Set(order), anchorId: null };
}

/** What is chosen of what is listed: nobody changes what they do not see. */
export function selectedOf(selection: Selection, order: readonly number[]): number[] {
  return order.filter((id) => selection.ids.has(id));
}
