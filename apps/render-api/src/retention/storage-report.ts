import type { DiskRoom, StorageReport, UpcomingRemoval, UserStorage } from '@renderonline/contract';
import { listUnmeasuredTasks, type Database, type User } from '@renderonline/database';
import type { KeepLimits, Kept, KeptKind } from '@renderonline/domain';
import { planOfFarm, type FarmPlan } from './plan-of-farm.ts';
import type { RetentionSettings } from './retention-settings.ts';

const mostRemovals = 100;
const mostUnmeasured = 1000;

/** What the reports of all users are made of, as it was at one time. */
export interface StorageOverview {
  readonly farm: FarmPlan;
  readonly unmeasuredTasks: number;
  readonly rooms: readonly DiskRoom[];
  readonly nowMs: number;
}

/** Reads all that the farm keeps: the limits of users and of the farm cannot be told of one user alone. */
export async function readStorage({
  database,
  settings,
  readRooms,
  nowMs,
}: {
  readonly database: Database;
  readonly settings: RetentionSettings;
  readonly readRooms: () => Promise<readonly DiskRoom[]>;
  readonly nowMs: number;
}): Promise<StorageOverview> {
  const rooms = await readRooms();
  const farm = await planOfFarm(database, settings, nowMs);
  const unmeasured = await listUnmeasuredTasks(database.db, { limit: mostUnmeasured });
  return { farm, rooms, unmeasuredTasks: unmeasured.length, nowMs };
}

/** What is kept, and what goes when: the user's own, for an administrator everybody's. */
export function storageReportFor(
  user: Pick<User, 'userId' | 'role'>,
  { farm, rooms, unmeasuredTasks, nowMs }: StorageOverview,
  settings: RetentionSettings,
): StorageReport {
  const isAdmin = user.role === 'admin';
  const maySee = ({ userId }: { readonly userId: number }): boolean => isAdmin || userId === user.userId;
  const byUser = Map.groupBy(farm.kept.filter(maySee), ({ userId }) => userId);
  return {
    isFull: rooms.some(({ isFull }) => isFull),
    users: farm.users
      .filter(({ userId }) => userId === user.userId || byUser.has(userId))
      .filter(maySee)
      .map((each) => userStorageOf(each, byUser.get(each.userId) ?? [], settings.keep)),
    removals: removalsOf(farm, nowMs, settings.intervalMs).filter(maySee).slice(0, mostRemovals),
    unmeasuredTasks,
    disks: isAdmin ? [...rooms] : [],
  };
}

function userStorageOf(
  { userId, email, keep }: FarmPlan['users'][number],
  kept: readonly Kept[],
  farm: KeepLimits,
): UserStorage {
  const of = (kind: KeptKind): UserStorage['tasks'] => {
    const theirs = kept.filter((each) => each.kind === kind);
    const days = Math.min(keep[kind].days ?? Infinity, farm[kind].days ?? Infinity);
    return {
      count: theirs.length,
      bytes: sum(theirs),
      neededBytes: sum(theirs.filter(({ isNeeded }) => isNeeded)),
      limitDays: days === Infinity ? null : days,
      limitBytes: keep[kind].bytes,
    };
  };
  return {
    ...{ userId, email },
    ...{ tasks: of('task'), results: of('results'), logs: of('logs'), projects: of('project') },
  };
}

function removalsOf({ plan }: FarmPlan, nowMs: number, intervalMs: number): UpcomingRemoval[] {
  const now = plan.removals.map(({ kept, reason }) => ({ kept, reason, goesAtMs: nowMs + intervalMs }));
  const later = plan.staying.flatMap(({ kept, goesAtMs }) =>
    goesAtMs === null ? [] : [{ kept, reason: 'too-old' as const, goesAtMs }],
  );
  return [...now, ...later].map(({ kept: { kind, id, userId, bytes }, reason, goesAtMs }) => ({
    ...{ kind, id, userId, bytes, reason },
    goesAt: new Date(goesAtMs).toISOString(),
  }));
}

function sum(kept: readonly Kept[]): number {
  return kept.reduce((bytes, each) => bytes + each.bytes, 0);
}
