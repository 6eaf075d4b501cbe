import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planRetention, type Kept, type KeepLimits } from './plan-retention.ts';

const day = 86_400_000;
const nowMs = 1000 * day;
const none = { days: null, bytes: null };
const unlimited: KeepLimits = { task: none, results: none, logs: none, project: none };
const tasks = (limit: Partial<KeepLimits['task']>): KeepLimits => ({
  ...unlimited,
  task: { ...none, ...limit },
});

const results = (limit: Partial<KeepLimits['results']>): KeepLimits => ({
  ...unlimited,
  results: { ...none, ...limit },
});

/** A task that ended so many days ago. */
const task = (id: number, ageDays: number, rest: Partial<Kept> = {}): Kept => ({
  ...{ kind: 'task', id, userId: 7, bytes: 100, lastUsedAtMs: nowMs - ageDays * day, isNeeded: false },
  ...rest,
});

interface Case {
  readonly name: string;
  readonly kept: readonly Kept[];
  readonly farm?: KeepLimits;
  readonly user?: KeepLimits;
  /** Ids and reasons, in order. */
  readonly goes: readonly string[];
}

const table: readonly Case[] = [
  { name: 'nothing without limits', kept: [task(1, 9999)], goes: [] },
  {
    name: 'what is too old for the farm',
    kept: [task(1, 9), task(2, 11), task(3, 10)],
    farm: tasks({ days: 10 }),
    goes: ['2 too-old', '3 too-old'],
  },
  {
    name: 'what is too old for its subscription',
    kept: [task(1, 6)],
    farm: tasks({ days: 10 }),
    user: tasks({ days: 5 }),
    goes: ['1 too-old'],
  },
  {
    name: 'what is too old for the farm, though its subscription would keep it',
    kept: [task(1, 11)],
    farm: tasks({ days: 10 }),
    user: tasks({ days: 50 }),
    goes: ['1 too-old'],
  },
  {
    name: 'everything that has ended, with no days',
    kept: [task(1, 0)],
    farm: tasks({ days: 0 }),
    goes: ['1 too-old'],
  },
  {
    name: 'the oldest of a user with too much',
    kept: [task(3, 1), task(1, 3), task(2, 2)],
    user: tasks({ bytes: 150 }),
    goes: ['1 user-limit', '2 user-limit'],
  },
  {
    name: 'nothing of a user with exactly as much',
    kept: [task(1, 3), task(2, 2)],
    user: tasks({ bytes: 200 }),
    goes: [],
  },
  {
    name: 'nothing of one user for the much of another',
    kept: [task(1, 3), task(2, 2, { userId: 8, bytes: 1 })],
    user: tasks({ bytes: 99 }),
    goes: ['1 user-limit'],
  },
  {
    name: 'the oldest on the farm, whoever has it',
    kept: [task(1, 3, { userId: 8 }), task(2, 2), task(3, 1)],
    farm: tasks({ bytes: 200 }),
    goes: ['1 farm-limit'],
  },
  {
    name: 'no more for the farm when the users’ limits freed enough',
    kept: [task(1, 3), task(2, 2)],
    farm: tasks({ bytes: 100 }),
    user: tasks({ bytes: 100 }),
    goes: ['1 user-limit'],
  },
  {
    name: 'nothing that is needed, however old and large',
    kept: [task(1, 99, { isNeeded: true, bytes: 1e12 })],
    farm: tasks({ days: 1, bytes: 1 }),
    goes: [],
  },
  {
    name: 'others in place of what is needed',
    kept: [task(1, 9, { isNeeded: true }), task(2, 1)],
    farm: tasks({ bytes: 100 }),
    goes: ['2 farm-limit'],
  },
  {
    name: 'nothing that frees nothing, for its size',
    kept: [task(1, 9, { bytes: 0 }), task(2, 1)],
    farm: tasks({ bytes: 99 }),
    goes: ['2 farm-limit'],
  },
  {
    name: 'each kind by its own limits',
    kept: [task(1, 9), task(1, 9, { kind: 'logs' }), task(4, 9, { kind: 'project' })],
    farm: { ...unlimited, logs: { days: 1, bytes: null } },
    goes: ['logs 1 too-old'],
  },
  {
    name: 'results, while their tasks stay',
    kept: [task(1, 9), task(1, 9, { kind: 'results' }), task(2, 3), task(2, 3, { kind: 'results' })],
    farm: { ...results({ days: 5 }), task: { days: 30, bytes: null } },
    goes: ['results 1 too-old'],
  },
  {
    name: 'results for the subscription’s days and bytes, and those of the farm',
    kept: [1, 2, 3, 4].map((id) => task(id, 10 - id, { kind: 'results', userId: id === 4 ? 8 : 7 })),
    farm: results({ days: 9, bytes: 150 }),
    user: results({ bytes: 150 }),
    goes: ['results 1 too-old', 'results 2 user-limit', 'results 3 farm-limit'],
  },
  {
    name: 'a task with its results and logs at once, and less of others for it',
    kept: [1, 2].flatMap((id) => [
      task(id, 9 - id),
      task(id, 9 - id, { kind: 'results' }),
      task(id, 9 - id, { kind: 'logs' }),
    ]),
    farm: { ...results({ bytes: 100 }), task: { days: 8, bytes: null }, logs: { days: null, bytes: 100 } },
    goes: ['1 too-old'],
  },
  {
    name: 'results with the logs, once',
    kept: [task(1, 9, { kind: 'results' }), task(1, 9, { kind: 'logs' })],
    farm: { ...results({ days: 5 }), logs: { days: 1, bytes: null } },
    goes: ['results 1 too-old'],
  },
  {
    name: 'no results that are needed',
    kept: [task(1, 99, { kind: 'results', isNeeded: true })],
    farm: results({ days: 1, bytes: 1 }),
    goes: [],
  },
  {
    name: 'of the same age the one with the smaller id',
    kept: [task(2, 1), task(1, 1)],
    farm: tasks({ bytes: 100 }),
    goes: ['1 farm-limit'],
  },
];

describe('planRetention lets go', () => {
  for (const { name, kept, farm = unlimited, user = unlimited, goes } of table) {
    it(name, () => {
      const plan = planRetention({ kept, farm, ofUser: () => user, nowMs });
      assert.deepEqual(
        plan.removals.map(
          ({ kept: { kind, id }, reason }) => `${kind === 'task' ? '' : `${kind} `}${id} ${reason}`,
        ),
        goes,
      );
      const gone = new Set(plan.removals.map((removal) => removal.kept.id));
      assert.deepEqual(
        kept.filter((each) => !gone.has(each.id) && !plan.staying.some((staying) => staying.kept === each)),
        [],
      );
    });
  }

  it('and does not say twice when something goes', () => {
    const kept = [task(1, 2), task(1, 2, { kind: 'results' }), task(1, 2, { kind: 'logs' })];
    const farm = { ...results({ days: 5 }), task: { days: 10, bytes: null }, logs: { days: 5, bytes: null } };
    const { staying } = planRetention({ kept, farm, ofUser: () => unlimited, nowMs });
    assert.deepEqual(
      staying.map(({ kept: { kind }, goesAtMs }) => [
        kind,
        goesAtMs === null ? null : (goesAtMs - nowMs) / day,
      ]),
      [
        ['results', 3],
        ['task', 8],
        ['logs', null],
      ],
    );
  });

  it('and says when the others will', () => {
    const kept = [task(1, 2), task(2, 4), task(3, 4, { isNeeded: true })];
    const { staying } = planRetention({ kept, farm: tasks({ days: 10 }), ofUser: () => unlimited, nowMs });
    assert.deepEqual(
      staying.map(({ kept: { id }, goesAtMs }) => [id, goesAtMs === null ? null : (goesAtMs - nowMs) / day]),
      [
        [2, 6],
        [1, 8],
        [3, null],
      ],
    );
  });
});
