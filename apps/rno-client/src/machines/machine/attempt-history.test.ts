import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MachineAttempt, MachineAttemptList } from '@renderonline/contract';
import { mostPages, readHistory, readNewer, withOlder } from './attempt-history.ts';

/** A machine that is given something every minute, and a RenderAPI that tells of it two at a time. */
function startMachine(given: number) {
  const all: MachineAttempt[] = [];
  const give = (count = 1, outcome: string | null = 'succeeded'): void => {
    for (let more = 0; more < count; more += 1) {
      const attemptId = all.length + 1;
      const grantedAt = new Date(attemptId * 60_000).toISOString();
      all.push({ attemptId, grantedAt, outcome } as MachineAttempt);
    }
  };
  const end = (attemptId: number): void => {
    all[attemptId - 1] = { ...all[attemptId - 1], outcome: 'failed' } as MachineAttempt;
  };
  let reads = 0;
  const read = async (before = Number.POSITIVE_INFINITY): Promise<MachineAttemptList> => {
    reads += 1;
    const older = all.filter(({ attemptId }) => attemptId < before).reverse();
    const attempts = older.slice(0, 2);
    return { attempts, nextBefore: older.length > 2 ? (attempts.at(-1)?.attemptId ?? null) : null };
  };
  give(given);
  return { give, end, read, readsSince: () => ((reads = 0), () => reads) };
}
const idsOf = ({ attempts }: { readonly attempts: readonly MachineAttempt[] }) =>
  attempts.map(({ attemptId }) => attemptId);

test('a history goes back as far as was asked for, and no further at once', async () => {
  const { read } = startMachine(30);
  const history = await readHistory(read, 27 * 60_000);
  assert.deepEqual([idsOf(history), history.nextBefore], [[30, 29, 28, 27, 26, 25], 25]);
  const long = await readHistory(read, 0);
  assert.deepEqual([long.attempts.length, long.nextBefore], [2 * mostPages, 21]);
});

test('it goes on page by page to the beginning, each page once', async () => {
  const { read } = startMachine(7);
  let history = await readHistory(read, 7 * 60_000);
  assert.equal(history.nextBefore, 6);
  while (history.nextBefore !== null) {
    const before: number = history.nextBefore;
    const page = await read(before);
    history = withOlder(history, before, page);
    if (page.nextBefore !== null) assert.equal(withOlder(history, before, page), history);
  }
  assert.deepEqual(idsOf(history), [7, 6, 5, 4, 3, 2, 1]);
});

test('what is new is read alone, with what had not ended, and nothing is lost further back', async () => {
  const { read, give, end, readsSince } = startMachine(9);
  give(1, null);
  let history = await readHistory(read, 0);
  assert.equal(history.attempts.length, 10);
  give(2);
  end(10);
  const reads = readsSince();
  history = await readNewer(read, () => history);
  assert.deepEqual(idsOf(history), [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  assert.deepEqual([history.attempts[2]?.outcome, history.nextBefore, reads()], ['failed', null, 2]);
});

test('what was read further back meanwhile stays', async () => {
  const { read, give } = startMachine(9);
  let history = await readHistory(read, 9 * 60_000);
  give();
  const newer = readNewer(read, () => history);
  history = withOlder(history, 8, await read(8));
  assert.deepEqual(idsOf(await newer), [10, 9, 8, 7, 6]);
});

test('after a long absence it begins anew, without a gap', async () => {
  const { read, give } = startMachine(4);
  const history = await readHistory(read, 0);
  give(40);
  const newer = await readNewer(read, () => history);
  assert.deepEqual([newer.attempts.length, newer.nextBefore], [2 * mostPages, 35]);
  assert.deepEqual(
    idsOf(await readNewer(read, () => ({ attempts: [], nextBefore: null }))).slice(0, 1),
    [44],
  );
});
