const root = '/renderapi/v2';
const base = `${root}/tasks`;

/** Where a browser fetches a task's results as a ZIP. @param frames like `1-10,15`; all unless given */
export function archiveAddress(
  taskId: number,
  { includeProject = false, frames }: { readonly includeProject?: boolean; readonly frames?: string } = {},
): string {
  const query = new URLSearchParams();
  if (includeProject) query.set('includeProject', 'true');
  if (frames !== undefined) query.set('frames', frames);
  return `${base}/${taskId}/archive${query.size === 0 ? '' : `?${query.toString()}`}`;
}

/** As long as RenderAPI takes it. */
const longestTaskIds = 8000;

/** Where a browser fetches the results of several tasks as one ZIP; undefined where they are too many for one. */
export function archiveOfTasksAddress(taskIds: readonly number[]): string | undefined {
  const list = taskIds.join(',');
  return list.length > longestTaskIds ? undefined : `${root}/archive?taskIds=${list}`;
}

/** Where one file of a task is. @param path as outputs have it, with `/` */
export function outputAddress(taskId: number, path: string): string {
  return `${base}/${taskId}/outputs/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** Where all that the renderer of one attempt said is. */
export function logAddress(taskId: number, attemptId: number): string {
  return `${base}/${taskId}/attempts/${attemptId}/log`;
}

/** Has the browser save what is at an address of ours, as if a link had been followed. @param name unless the answer says one */
export function saveFrom(address: string, name = ''): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
