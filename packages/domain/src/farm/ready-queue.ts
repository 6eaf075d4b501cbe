import type { DemandClass, PriorityLevel, TaskRecord, UserQueue } from './records.ts';
import { demandSignature } from './requirements.ts';
import type { Demand } from './requirements.ts';
import { Heap } from './structures/heap.ts';
import { isOlder, userComesBefore } from './user-shares.ts';

/** So many tasks are looked at for a machine before it is passed over. */
const tasksTried = 64;

/**
 * The tasks that have frames to give out. They are kept by demand, priority and user, so that the next one for a
 * machine is found at the top of a few heaps, however many tasks and frames wait.
 */
export class ReadyQueue {
  readonly #classes = new Map<string, DemandClass>();
  readonly #added: (demandClass: DemandClass) => void;
  readonly #removed: (demandClass: DemandClass) => void;
  #size = 0;

  /** The two are told of every demand that appears for the first time and disappears with its last task. */
  constructor(added: (demandClass: DemandClass) => void, removed: (demandClass: DemandClass) => void) {
    this.#added = added;
    this.#removed = removed;
  }

  /** Tasks in it. */
  get size(): number {
    return this.#size;
  }

  classes(): Iterable<DemandClass> {
    return this.#classes.values();
  }

  /** The class of tasks with such a demand, one task larger. */
  join(demand: Demand): DemandClass {
    const signature = demandSignature(demand);
    const known = this.#classes.get(signature);
    const demandClass = known ?? { signature, demand, levels: [], tasks: 0, usable: 0 };
    demandClass.tasks += 1;
    if (known === undefined) {
      this.#classes.set(signature, demandClass);
      this.#added(demandClass);
    }
    return demandClass;
  }

  leave(demandClass: DemandClass): void {
    demandClass.tasks -= 1;
    if (demandClass.tasks > 0) return;
    this.#classes.delete(demandClass.signature);
    this.#removed(demandClass);
  }

  add(task: TaskRecord): void {
    if (task.queue !== null) return;
    const level = levelOf(task.demandClass, task.facts.priority);
    const queue = level.byUser.get(task.user.userId) ?? newQueue(level, task);
    queue.tasks.add(task);
    task.queue = queue;
    this.#size += 1;
  }

  remove(task: TaskRecord): void {
    const { queue } = task;
    if (queue === null) return;
    queue.tasks.remove(task);
    task.queue = null;
    this.#size -= 1;
    if (queue.tasks.size > 0) return;
    const { level, user } = queue;
    level.users.remove(queue);
    level.byUser.delete(user.userId);
    user.queues.delete(queue);
    if (level.users.size === 0) task.demandClass.levels.splice(task.demandClass.levels.indexOf(level), 1);
  }
}

function levelOf({ levels }: DemandClass, priority: number): PriorityLevel {
  const index = levels.findIndex((level) => level.priority <= priority);
  const found = levels[index];
  if (found?.priority === priority) return found;
  const level: PriorityLevel = {
    priority,
    users: new Heap<UserQueue>((a, b) => userComesBefore(a.user, b.user)),
    byUser: new Map(),
  };
  levels.splice(index < 0 ? levels.length : index, 0, level);
  return level;
}

function newQueue(level: PriorityLevel, { user }: TaskRecord): UserQueue {
  const queue: UserQueue = { user, level, tasks: new Heap<TaskRecord>(isOlder), heapIndex: -1 };
  level.byUser.set(user.userId, queue);
  level.users.add(queue);
  user.queues.add(queue);
  return queue;
}

/** The first task of the class, in order, that passes the test; undefined when none of the first ones does. */
export function firstTask(
  { levels }: DemandClass,
  suits: (task: TaskRecord) => boolean,
): TaskRecord | undefined {
  let triesLeft = tasksTried;
  const countedSuits = (task: TaskRecord) => {
    triesLeft -= 1;
    return suits(task);
  };
  let found: TaskRecord | undefined;
  for (const { users } of levels) {
    users.find(({ tasks }) => {
      found = tasks.find(countedSuits, triesLeft);
      return found !== undefined || triesLeft <= 0;
    }, triesLeft);
    if (found !== undefined || triesLeft <= 0) return found;
  }
  return undefined;
}
