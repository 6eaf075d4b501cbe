// `renderonline logs` against a real RenderAPI, to which a machine has sent logs.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { LogPiece } from '@renderonline/contract';
import { addTask } from '../../../render-api/src/link/testing/link-task.ts';
import {
  startTestLink,
  type TestLink,
  type TestMachine,
} from '../../../render-api/src/link/testing/test-link.ts';
import { runCli } from '../run-cli.ts';
import { createFakeIo, type FakeIo } from '../testing/fake-io.ts';
import { toneOfLine } from './log-line.ts';

const stamp = '2026-01-02T03:04:05.678Z';

describe('logs', () => {
  let link: TestLink;
  let machine: TestMachine;
  let taskId: number;
  const [first, second] = [101, 102];
  before(async () => {
    link = await startTestLink();
    machine = await link.addMachine('tower');
    ({ taskId } = await addTask(link));
    for (const [attemptId, frame] of [
      [first, 1],
      [second, 2],
    ] as const) {
      await link.database.db
        .insertInto('attempts')
        .values({
          ...{ attempt_id: attemptId, task_id: taskId, machine_id: machine.machineId },
          ...{ first_frame: frame, last_frame: frame, granted_at: '2026-01-02 03:04:05.678' },
        })
        .execute();
    }
    await say(first, `${stamp} Fra:1\n${stamp} Error: no \u001b[31mcamera\n`);
    await say(second, `${stamp} Fra:2\n`);
  });
  after(() => link.close());

  const sizes = new Map<number, number>();
  async function say(leaseId: number, text: string, isEnd = false): Promise<void> {
    const offset = sizes.get(leaseId) ?? 0;
    const piece: LogPiece = { leaseId, taskId, after: offset, offset, isEnd, bytes: Buffer.from(text) };
    const [receipt] = await link.parts.logs.take(machine.machineId, [piece]);
    sizes.set(leaseId, receipt?.size ?? 0);
  }

  function io(isTerminal = false): FakeIo {
    return createFakeIo({
      isTerminal,
      env: {
        RENDERONLINE_ADDRESS: `http://127.0.0.1:${link.port}`,
        RENDERONLINE_EMAIL: 'user@example.com',
        RENDERONLINE_TOKEN: 'token',
      },
    });
  }

  async function run(...options: string[]) {
    const it = io();
    return { code: await runCli(['logs', String(taskId), ...options], it), out: it.out(), err: it.err() };
  }

  test('of all attempts, of one, of a frame, and their last lines', async () => {
    const all = await run();
    assert.equal(
      all.out,
      `== attempt 101, frame 1 on tower ==\n${stamp} Fra:1\n${stamp} Error: no camera\n` +
        `== attempt 102, frame 2 on tower ==\n${stamp} Fra:2\n`,
    );
    assert.equal(all.code, 0);
    assert.equal((await run('--attempt', '102')).out, `${stamp} Fra:2\n`);
    assert.equal((await run('--frame', '1', '--tail', '1')).out, `${stamp} Error: no camera\n`);
    const [line = ''] = (await run('--attempt', '101', '--json')).out.split('\n');
    const { attemptId, offset, line: text } = JSON.parse(line) as Record<string, unknown>;
    assert.deepEqual([attemptId, offset, text], [101, 0, `${stamp} Fra:1`]);
  });

  test('are searched; nothing found is an exit code', async () => {
    const found = await run('--search', 'CAMERA');
    assert.deepEqual(
      [found.code, found.out],
      [0, `== attempt 101, frame 1 on tower ==\n${stamp} Error: no camera\n`],
    );
    assert.equal((await run('--search', 'nowhere')).code, 4);
    for (const options of [
      ['--search', ''],
      ['--search', 'x', '-f'],
      ['--attempt', '1', '--frame', '1'],
    ]) {
      assert.equal((await run(...options)).code, 2, options.join(' '));
    }
    assert.equal((await run('--frame', '99')).code, 4);
    assert.equal((await run('--frame', '3')).code, 4);
    assert.equal((await run('--attempt', '999')).code, 4);
  });

  test('are followed in colour on a terminal until the task has ended', async () => {
    const it = io(true);
    const ending = runCli(['logs', String(taskId), '--follow', '--tail', '1'], it);
    while (!it.out().includes('Fra:2')) await new Promise((resolve) => setImmediate(resolve));
    await say(first, `${stamp} Warning: slow\n`, true);
    const ended = { ended_at: '2026-01-02 03:05:05.678', outcome: 'failed', message: 'no camera' };
    await link.database.db.updateTable('attempts').set(ended).where('task_id', '=', taskId).execute();
    await link.database.db
      .updateTable('tasks')
      .set({ state: 'failed' })
      .where('task_id', '=', taskId)
      .execute();
    await say(second, `${stamp} [RenderOnline: failed]\n`, true);
    assert.equal(await ending, 0);
    const out = it.out().replaceAll('\u001b[', '<');
    assert.match(out, /<2m\d\d:\d\d:\d\d\.678<22m Fra:2\n/);
    assert.match(out, /<33mWarning: slow<39m/);
    assert.match(it.out(), /== attempt 101 failed: no camera ==/);
    assert.ok(!it.out().includes('Fra:1'));
  });

  test('end with Ctrl-C', async () => {
    await link.database.db
      .updateTable('tasks')
      .set({ state: 'running' })
      .where('task_id', '=', taskId)
      .execute();
    const it = io();
    const ending = runCli(['logs', String(taskId), '-f'], it);
    while (!it.out().includes('Fra:2')) await new Promise((resolve) => setImmediate(resolve));
    it.interrupt();
    assert.equal(await ending, 130);
  });

  test('lines are serious by their words', () => {
    const tones = [
      ['Error: no camera', 'red'],
      ['ERROR (bke.lib): out of it', 'red'],
      ['Traceback (most recent call last):', 'red'],
      ['WARN (gpu.shader): slow', 'yellow'],
      ['Warning: an error is near', 'yellow'],
      ['[RenderOnline: succeeded]', 'cyan'],
      ['Fra:1 Mem:10.00M | Sample 1/6', null],
      ['finished with 0 errors', null],
      ['Saved: terror_0001.png', null],
    ] as const;
    for (const [line, tone] of tones) assert.equal(toneOfLine(line), tone, line);
  });
});
