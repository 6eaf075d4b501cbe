import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StorageReport } from '@renderonline/contract';
import { runCli } from '../run-cli.ts';
import { createFakeIo } from '../testing/fake-io.ts';
import { startStubApi } from '../testing/stub-api.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const none = { count: 0, bytes: 0, neededBytes: 0, limitDays: null, limitBytes: null };
const report: StorageReport = {
  isFull: true,
  users: [
    {
      ...{ userId: 7, email: 'ada@example.com', results: none, logs: none, projects: none },
      tasks: { count: 12, bytes: 3 * 2 ** 30, neededBytes: 0, limitDays: 90, limitBytes: 2 ** 41 },
    },
  ],
  removals: [
    {
      kind: 'task',
      id: 12,
      userId: 7,
      bytes: 2 ** 20,
      goesAt: '2026-03-01T12:00:00.000Z',
      reason: 'too-old',
    },
    {
      ...{ kind: 'results', id: 13, userId: 7, bytes: 2 ** 20, reason: 'farm-limit' },
      goesAt: '2026-03-02T12:00:00.000Z',
    },
  ],
  unmeasuredTasks: 3,
  disks: [{ folder: '/srv/renders', freeBytes: 2 ** 20, isFull: true }],
};

test('storage tells what is kept, what goes when, and that a disk is full', async (t) => {
  const env = await startStubApi(t, { '/renderapi/v2/storage': report });
  const io = createFakeIo({ cwd: await temporaryFolder(t), env });
  assert.equal(await runCli(['storage'], io), 0);
  for (const part of [
    /ada@example\.com +12, 3(\.0)? GiB \(90 d, at most 2(\.0)? TiB\)/,
    /3 ended tasks are not measured yet/,
    /task 12 +1(\.0)? MiB +kept long enough/,
    /results of task 13 +1(\.0)? MiB +more than the farm keeps/,
    /\/srv\/renders: 1(\.0)? MiB free, which is too little/,
    /nothing is taken in/,
  ])
    assert.match(io.out(), part);
  const json = createFakeIo({ cwd: await temporaryFolder(t), env });
  assert.equal(await runCli(['storage', '--json'], json), 0);
  assert.deepEqual(JSON.parse(json.out()), report);
});
