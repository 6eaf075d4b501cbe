import type { TaskRecord, UserQueue, UserRecord } from './records.ts';

/** A weight of nothing would be a user who never gets anything. */
const leastWeight = 0.001;

/** Who has how much of the farm, and who is next. */
export class UserShares {
  readonly #users = new Map<number, UserRecord>();
  #servings = 0;

  /** The task's user, who is made known with the first task. */
  join(userId: number, weight: number): UserRecord {
    const known = this.#users.get(userId);
    const user = known ?? newUser(userId);
    if (known === undefined) {
      // Neither ahead of those who waited nor behind those who were served long ago.
      user.served = this.#leastServed();
      this.#users.set(userId, user);
    }
    user.weight = Number.isFinite(weight) ? Math.max(leastWeight, weight) : 1;
    reorder(user);
    user.tasks += 1;
    return user;
  }

  leave(user: UserRecord): void {
    user.tasks -= 1;
    if (user.tasks === 0) this.#users.delete(user.userId);
  }

  /** The user got a lease, which probably takes a machine for so long. */
  give(user: UserRecord, expectedMs: number): void {
    this.#servings += 1;
    user.held += 1;
    user.served += expectedMs / user.weight;
    user.lastServed = this.#servings;
    user.isNew = false;
    reorder(user);
  }

  /** A live lease of the user from before: counts as held, not as served now. */
  adopt(user: UserRecord): void {
    user.held += 1;
    user.isNew = false;
    reorder(user);
  }

  /** A lease of the user is over; it took so much longer than expected, or shorter. */
  takeBack(user: UserRecord, differenceMs: number): void {
    user.held -= 1;
    user.served += differenceMs / user.weight;
    reorder(user);
  }

  #leastServed(): number {
    let least = Infinity;
    for (const { served } of this.#users.values()) least = Math.min(least, served);
    return least === Infinity ? 0 : least;
  }
}

function newUser(userId: number): UserRecord {
  return {
    userId,
    weight: 1,
    held: 0,
    served: 0,
    lastServed: 0,
    isNew: true,
    tasks: 0,
    queues: new Set<UserQueue>(),
  };
}

function reorder(user: UserRecord): void {
  for (const queue of user.queues) queue.level.users.update(queue);
}

/** Weighted fair share: the least held ÷ weight; then the one served least, and the longest ago. */
export function userComesBefore(a: UserRecord, b: UserRecord): boolean {
  const difference =
    a.held / a.weight - b.held / b.weight || a.served - b.served || a.lastServed - b.lastServed;
  return difference < 0 || (difference === 0 && a.userId < b.userId);
}

/** Of one user's tasks of one priority: the oldest. */
export function isOlder(a: TaskRecord, b: TaskRecord): boolean {
  return (
    a.facts.queuedAtMs - b.facts.queuedAtMs < 0 ||
    (a.facts.queuedAtMs === b.facts.queuedAtMs && a.taskId < b.taskId)
  );
}

/** The order of everything that waits: priority, then fair share, then age. */
export function taskComesBefore(a: TaskRecord, b: TaskRecord): boolean {
  if (a.facts.priority !== b.facts.priority) return a.facts.priority > b.facts.priority;
  return a.user === b.user ? isOlder(a, b) : userComesBefore(a.user, b.user);
}
