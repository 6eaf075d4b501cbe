/** Which tasks are chosen, and where the choosing began. */
export interface Selection {
  readonly taskIds: ReadonlySet<number>;
  /** The other end of what Shift chooses. */
  readonly anchorId: number | null;
}

export const nothingSelected: Selection = { taskIds: new Set(), anchorId: null };

/**
 * Chooses a task or no longer; with `isRange` all from the anchor to it.
 *
 * @param order the tasks as they are listed
 */
export function toggle(
  selection: Selection,
  taskId: number,
  { isRange, order }: { readonly isRange: boolean; readonly order: readonly number[] },
): Selection {
  const taskIds = new Set(selection.taskIds);
  const from = selection.anchorId === null ? -1 : order.indexOf(selection.anchorId);
  const to = order.indexOf(taskId);
  if (isRange && from >= 0 && to >= 0) {
    for (const id of order.slice(Math.min(from, to), Math.max(from, to) + 1)) taskIds.add(id);
    return { taskIds, anchorId: selection.anchorId };
  }
  if (!taskIds.delete(taskId)) taskIds.add(taskId);
  return { taskIds, anchorId: taskId };
}

/** All that are listed; none when all of them are chosen already. */
export function toggleAll(selection: Selection, order: readonly number[]): Selection {
  const areAll = order.length > 0 && order.every((id) => selection.taskIds.has(id));
  return areAll ? nothingSelected : { taskIds: new Set(order), anchorId: null };
}

/** What is chosen of what is listed: nobody changes tasks that they do not see. */
export function selectedOf(selection: Selection, order: readonly number[]): number[] {
  return order.filter((id) => selection.taskIds.has(id));
}
