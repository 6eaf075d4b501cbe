import assert from 'node:assert/strict';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { LogLines, LogPiece, LogSearchResult } from '@renderonline/contract';
import { addTask, type LinkTestTask } from '../link/testing/link-task.ts';
import { startTestLink, type TestLink, type TestMachine } from '../link/testing/test-link.ts';
import { searchLogs } from './search-logs.ts';
import { createEventReader } from './testing/event-reader.ts';

const stamp = '2026-01-02T03:04:05.678Z';

describe('logs of a task', () => {
  let link: TestLink;
  let machine: TestMachine;
  let attempts = 100;
  const user = { email: 'user@example.com', token: 'token' };
  before(async () => {
    link = await startTestLink({ flags: { MaxLogBytes: 16_384, EventHeartbeatMs: 20 } });
    machine = await link.addMachine('tower');
  });
  after(() => link.close());

  async function newAttempt(task: LinkTestTask, row: Record<string, string | number> = {}): Promise<number> {
    attempts += 1;
    await link.database.db
      .insertInto('attempts')
      .values({
        ...{ attempt_id: attempts, task_id: task.taskId, machine_id: machine.machineId },
        ...{ first_frame: 7, last_frame: 7, granted_at: '2026-01-02 03:04:05.678', ...row },
      })
      .execute();
    return attempts;
  }

  /** As a machine does it; `ends`: with this everything is said. */
  async function say(
    task: LinkTestTask,
    leaseId: number,
    text: string,
    ends = false,
    encoding: BufferEncoding = 'utf8',
  ): Promise<void> {
    const sizes = new Map(said);
    const offset = sizes.get(leaseId) ?? 0;
    const bytes = Buffer.from(text, encoding);
    said.set(leaseId, offset + bytes.length);
    const piece: LogPiece = { leaseId, taskId: task.taskId, after: offset, offset, bytes, isEnd: ends };
    const [receipt] = await link.parts.logs.take(machine.machineId, [piece]);
    assert.equal(receipt?.size, offset + bytes.length);
  }
  const said = new Map<number, number>();

  const endAttempt = (attemptId: number, outcome = 'succeeded') =>
    link.database.db
      .updateTable('attempts')
      .set({ ended_at: '2026-01-02 03:05:05.678', outcome })
      .where('attempt_id', '=', attemptId)
      .execute();
  const endTask = ({ taskId }: LinkTestTask) =>
    link.database.db.updateTable('tasks').set({ state: 'succeeded' }).where('task_id', '=', taskId).execute();

  const get = (task: LinkTestTask, path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${link.port}/renderapi/v2/tasks/${task.taskId}${path}`, {
      headers: { ...user, ...headers },
    });
  const lines = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, index) => `${stamp} line ${first + index}\n`).join('');

  test('one attempt is downloaded whole, in ranges and from its end', async () => {
    const task = await addTask(link);
    const attemptId = await newAttempt(task);
    await say(task, attemptId, lines(1, 50));
    const path = `/attempts/${attemptId}/log`;
    const whole = await get(task, path);
    assert.equal(whole.headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.match(whole.headers.get('content-disposition') ?? '', /task-\d+-attempt-\d+\.log/);
    assert.equal(await whole.text(), lines(1, 50));
    assert.equal(await (await get(task, `${path}?tail=3`)).text(), lines(48, 50));
    assert.equal(await (await get(task, `${path}?tail=50`)).text(), lines(1, 50));
    assert.equal(await (await get(task, `${path}?tail=51`)).text(), lines(1, 50));
    assert.equal(await (await get(task, `${path}?tail=0`)).text(), '');
    const part = await get(task, path, { range: 'bytes=25-30' });
    assert.deepEqual([part.status, await part.text()], [206, 'line 1']);
  });

  test('where something was left out, a line says so', async () => {
    const task = await addTask(link);
    const attemptId = await newAttempt(task);
    for (let first = 1; first < 2000; first += 100) await say(task, attemptId, lines(first, first + 99));
    const path = `/attempts/${attemptId}/log`;
    const text = await (await get(task, path)).text();
    assert.ok(text.length < 16_384 + 200);
    assert.match(
      text,
      /line 1\n[^[]*\n\[RenderOnline: \d+ bytes were left out here[^\n]*\n[^[]*line 2000\n$/,
    );
    const [notice = ''] = /\[RenderOnline: \d+/.exec(text) ?? [];
    const at = text.indexOf(notice);
    const around = await get(task, path, { range: `bytes=${at - 10}-${at + 20}` });
    assert.equal(await around.text(), text.slice(at - 10, at + 21));
    const { matches } = await search(task, 'search=line 2000');
    assert.equal(matches.length, 1);
    const [skip] = (await events(task, `?attempt=${attemptId}&follow=false`)).filter(
      ({ data }) => data.leftOut > 0,
    );
    assert.equal(skip?.data.leftOut, Number(/\d+/.exec(notice)?.[0]));
  });

  test('of a machine that sends none it is the end that came with the failure', async () => {
    const task = await addTask(link);
    const attemptId = await newAttempt(task, { log_tail: 'Error: no camera' });
    assert.equal(await (await get(task, `/attempts/${attemptId}/log`)).text(), 'Error: no camera\n');
    assert.equal((await search(task, 'search=CAMERA')).matches[0]?.line, 'Error: no camera');
    const silent = await newAttempt(task);
    const empty = await get(task, `/attempts/${silent}/log`);
    assert.deepEqual([empty.status, await empty.text()], [200, '']);
  });

  test("are the task's owner's alone, and of its own attempts", async () => {
    const task = await addTask(link);
    const other = await addTask(link);
    const attemptId = await newAttempt(other);
    for (const path of ['/log?search=x&attempt=1', `/attempts/${attemptId}/log`, '/log/events?attempt=1']) {
      const refused = await get(task, path);
      assert.deepEqual(
        [refused.status, ((await refused.json()) as { code: string }).code],
        [404, 'attempt-not-found'],
      );
    }
    const nobody = { taskId: 9_999_999 } as LinkTestTask;
    for (const path of ['/log?search=x', '/attempts/1/log', '/log/events']) {
      assert.equal((await get(nobody, path)).status, 404);
    }
    assert.equal((await get(task, '/log')).status, 400);
    assert.equal((await get(task, '/log?search=x&cursor=1:2:3')).status, 400);
  });

  async function search(task: LinkTestTask, query: string): Promise<LogSearchResult> {
    const response = await get(task, `/log?${query}`);
    assert.equal(response.status, 200);
    return (await response.json()) as LogSearchResult;
  }

  test('are searched over all attempts, with context, in pages', async () => {
    const task = await addTask(link);
    const first = await newAttempt(task);
    await say(task, first, `${stamp} one\n${stamp} WARNING: über all\n${stamp} two\n${stamp} three\n`);
    const second = await newAttempt(task);
    await say(task, second, `${stamp} Warning: again\n${stamp} a.*b\n`);
    const { matches, nextCursor } = await search(task, 'search=warning&context=1');
    assert.equal(nextCursor, null);
    assert.deepEqual(
      matches.map(({ attemptId, line, before, after: behind, offset, machine: who }) => {
        const words = [line, ...before, '|', ...behind].map((text) => text.replace(`${stamp} `, ''));
        return [attemptId, offset, who?.name, ...words];
      }),
      [
        [first, 29, 'tower', 'WARNING: über all', 'one', '|', 'two'],
        [second, 0, 'tower', 'Warning: again', '|', 'a.*b'],
      ],
    );
    assert.equal((await search(task, 'search=%C3%9CBER')).matches.length, 1);
    // A text, no pattern.
    assert.equal((await search(task, 'search=.*')).matches.length, 1);
    assert.equal((await search(task, `search=warning&attempt=${second}`)).matches.length, 1);

    const found: string[] = [];
    let cursor = '';
    for (let page = 0; page < 20; page++) {
      const result = await search(task, `search=${stamp}&limit=2${cursor}`);
      assert.ok(result.matches.length <= 2);
      found.push(...result.matches.map(({ line }) => line.slice(25)));
      if (result.nextCursor === null) break;
      cursor = `&cursor=${result.nextCursor}`;
    }
    assert.deepEqual(found, ['one', 'WARNING: über all', 'two', 'three', 'Warning: again', 'a.*b']);
  });

  test('are searched in pages whatever their encoding, and however much lies around what is found', async () => {
    const task = await addTask(link);
    const attemptId = await newAttempt(task);
    const words = ['\u00fc'.repeat(30), 'b', 'c', 'd'];
    await say(task, attemptId, words.map((word) => `frame ${word}\n`).join(''), false, 'latin1');
    const first = await search(task, 'search=frame&limit=1');
    assert.equal(first.nextCursor, `${attemptId}:37`);
    const second = await search(task, `search=frame&limit=1&cursor=${first.nextCursor}`);
    assert.deepEqual(
      second.matches.map(({ line, offset }) => [line, offset]),
      [['frame b', 37]],
    );
    const { matches, nextCursor } = await searchLogs({
      database: link.database,
      ...task,
      query: { search: 'frame', context: 10 },
      mostText: 60,
    });
    assert.ok(matches.length < words.length, `${matches.length} matches`);
    assert.notEqual(nextCursor, null);
  });

  test(
    'are not read through links that a renderer left',
    { skip: process.platform === 'win32' },
    async () => {
      const task = await addTask(link);
      const [first, second] = [await newAttempt(task), await newAttempt(task)];
      await say(task, first, `${stamp} one\n`);
      const secret = join(link.downloads, 'secret');
      await writeFile(secret, 'password');
      await symlink(secret, join(dirname(task.filePath), '.logs', `${second}.log`));
      assert.equal(await (await get(task, `/attempts/${second}/log`)).text(), '');
      const piece = { taskId: task.taskId, after: 0, offset: 0, isEnd: false };
      const receipts = await link.parts.logs.take(machine.machineId, [
        { ...piece, leaseId: second, bytes: Buffer.from('written\n') },
        { ...piece, leaseId: first, bytes: Buffer.from('x'.repeat(40)) },
      ]);
      assert.deepEqual(
        receipts.map(({ refusal }) => refusal),
        ["what lies in the log's place is no file of ours", null],
      );
      assert.equal(await readFile(secret, 'utf8'), 'password');
    },
  );

  async function events(task: LinkTestTask, query: string) {
    const reader = await createEventReader(await get(task, `/log/events${query}`));
    const all = await reader.rest();
    return all.filter(({ event }) => event === 'lines').map(({ data }) => ({ data: data as LogLines }));
  }

  test('are followed as they come, over all attempts, until the task has ended', async () => {
    const task = await addTask(link);
    const first = await newAttempt(task);
    await say(task, first, `${stamp} one\n${stamp} tw`);
    const reader = await createEventReader(await get(task, '/log/events'));
    const wordsOf = ({ data }: { data: unknown }) => (data as LogLines).lines.map((line) => line.slice(25));
    assert.deepEqual(wordsOf(await reader.next('lines')), ['one']);
    assert.deepEqual(link.parts.logs.followed.list(), [task.taskId]);

    await say(task, first, 'o\n');
    assert.deepEqual(wordsOf(await reader.next('lines')), ['two']);
    const second = await newAttempt(task);
    await say(task, second, `${stamp} of another\n`);
    const other = await reader.next('lines');
    assert.deepEqual([(other.data as LogLines).attemptId, ...wordsOf(other)], [second, 'of another']);

    await endAttempt(first, 'failed');
    await say(task, first, `${stamp} without a newline`, true);
    assert.deepEqual(wordsOf(await reader.next('lines')), ['without a newline']);
    const ended = await reader.next('attempt-ended');
    assert.deepEqual(ended.data, { attemptId: first, outcome: 'failed', message: null });

    reader.close();
    await say(task, second, `${stamp} while nobody listened\n`, true);
    await endAttempt(second);
    await endTask(task);
    const again = await createEventReader(await get(task, '/log/events', { 'last-event-id': ended.id }));
    const rest = await again.rest();
    assert.deepEqual(
      rest.map(({ event }) => event),
      ['lines', 'attempt-ended', 'end'],
    );
    assert.deepEqual(wordsOf(rest[0] ?? { data: { lines: [] } }), ['while nobody listened']);
  });

  test('begin with the last lines, over attempts, and end at once where nobody follows', async () => {
    const task = await addTask(link);
    const ids = [await newAttempt(task), await newAttempt(task)];
    for (const id of ids) await say(task, id, lines(1, 10));
    const attemptsAndLines = (await events(task, '?tail=12&follow=false')).map(({ data }) => [
      data.attemptId,
      data.lines.length,
    ]);
    assert.deepEqual(attemptsAndLines, [
      [ids[0], 2],
      [ids[1], 10],
    ]);
    assert.equal((await events(task, `?attempt=${ids[0]}&follow=false`)).length, 1);
    assert.equal((await events(task, '?follow=false')).length, 2);
  });
});
