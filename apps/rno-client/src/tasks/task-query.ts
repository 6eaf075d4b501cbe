import type { TaskSnapshot, TaskStateName } from '@renderonline/contract';

/** What the list can be ordered by. */
export const sortKeys = [
  'queuedAt',
  'fileName',
  'state',
  'progress',
  'etaMs',
  'engine',
  'fileSize',
  'priority',
  'owner',
] as const;
export type SortKey = (typeof sortKeys)[number];

export const stateNames = [
  'running',
  'queued',
  'paused',
  'succeeded',
  'failed',
  'canceled',
] as const satisfies readonly TaskStateName[];

/** Which tasks are listed, and in which order. It stands in the address, so that it can be kept and passed on. */
export interface TaskQuery {
  readonly text: string;
  /** Empty: all. */
  readonly states: readonly TaskStateName[];
  /** An engine's name; empty: all. */
  readonly engine: string;
  readonly sort: SortKey;
  readonly isDescending: boolean;
}

/** Newest first. */
const normal: TaskQuery = { text: '', states: [], engine: '', sort: 'queuedAt', isDescending: true };

/** Reads the address; whatever is wrong in it is as if it were not there. */
export function readTaskQuery(search: URLSearchParams): TaskQuery {
  const states = (search.get('state') ?? '').split(',');
  const sort = search.get('sort') ?? '';
  const key = sort.replace(/^-/, '');
  const known = sortKeys.find((candidate) => candidate === key);
  return {
    text: search.get('text') ?? '',
    states: stateNames.filter((state) => states.includes(state)),
    engine: search.get('engine') ?? '',
    sort: known ?? normal.sort,
    isDescending: known === undefined ? normal.isDescending : sort.startsWith('-'),
  };
}

/** The same for the address; what is as usual is left out. */
export function writeTaskQuery({ text, states, engine, sort, isDescending }: TaskQuery): URLSearchParams {
  const search = new URLSearchParams();
  if (text !== '') search.set('text', text);
  if (states.length > 0) search.set('state', states.join(','));
  if (engine !== '') search.set('engine', engine);
  if (sort !== normal.sort || isDescending !== normal.isDescending) {
    search.set('sort', `${isDescending ? '-' : ''}${sort}`);
  }
  return search;
}

/**
 * The tasks that are asked for, in the order that is asked for; those that are equal in it newest first.
 *
 * @param locale names are ordered as its readers expect
 */
export function findTasks(
  tasks: ReadonlyMap<number, TaskSnapshot>,
  query: TaskQuery,
  locale: string,
): TaskSnapshot[] {
  const words = query.text.toLocaleLowerCase(locale).split(/\s+/).filter(Boolean);
  const found: TaskSnapshot[] = [];
  for (const task of tasks.values()) {
    if (query.states.length > 0 && !query.states.includes(task.state)) continue;
    if (query.engine !== '' && task.engine !== query.engine) continue;
    const text = `${task.taskId} ${task.fileName} ${task.owner.name}`.toLocaleLowerCase(locale);
    if (words.every((word) => text.includes(word))) found.push(task);
  }
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const direction = query.isDescending ? -1 : 1;
  return found.sort((a, b) => {
    const [one, other] = [sortValue(a, query.sort), sortValue(b, query.sort)];
    // What has no value stands at the end in either direction.
    if (one === null || other === null) {
      return Number(one === null) - Number(other === null) || b.taskId - a.taskId;
    }
    const order =
      typeof one === 'string' && typeof other === 'string'
        ? compare(one, other)
        : Number(one) - Number(other);
    return order * direction || b.taskId - a.taskId;
  });
}

function sortValue(task: TaskSnapshot, key: SortKey): string | number | null {
  switch (key) {
    case 'queuedAt':
      return task.taskId;
    case 'fileName':
    case 'engine':
      return task[key];
    case 'owner':
      return task.owner.name;
    case 'state':
      return stateNames.indexOf(task.state);
    case 'progress':
      return fractionDone(task);
    case 'etaMs':
      return task.progress.etaMs;
    case 'fileSize':
    case 'priority':
      return task[key];
  }
}

/** How much of a task is done, 0 to 1, with what is done of the frames that are being rendered. */
export function fractionDone({ progress }: TaskSnapshot): number {
  if (progress.framesTotal === 0) return 0;
  const parts = progress.currentFrames.reduce((sum, { fraction }) => sum + (fraction ?? 0), 0);
  return Math.min(1, (progress.framesDone + parts) / progress.framesTotal);
}
