import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { logPiecesBody, type LogPiece, type LogReceipts } from '@renderonline/contract';
import type { LogNews } from '../../attempt-logs/log-desk.ts';
import { addTask, type LinkTestTask } from '../testing/link-task.ts';
import { helloOf } from '../testing/test-agent.ts';
import { startTestLink, type TestLink, type TestMachine } from '../testing/test-link.ts';

describe('logs of machines', () => {
  let link: TestLink;
  let machine: TestMachine;
  let task: LinkTestTask;
  let attempts = 100;
  const news: LogNews[] = [];
  before(async () => {
    link = await startTestLink({ flags: { MaxLogBytes: 16_384 } });
    machine = await link.addMachine();
    task = await addTask(link);
    link.parts.logs.onNews((one) => news.push(one));
  });
  after(() => link.close());

  async function newAttempt(of = task, { machineId } = machine): Promise<number> {
    attempts += 1;
    await link.database.db
      .insertInto('attempts')
      .values({
        ...{ attempt_id: attempts, task_id: of.taskId, machine_id: machineId, first_frame: 1, last_frame: 2 },
        granted_at: '2026-01-02 03:04:05.678',
      })
      .execute();
    return attempts;
  }

  function pieceOf(leaseId: number, text: string, rest: Partial<LogPiece> = {}): LogPiece {
    const offset = rest.offset ?? 0;
    return {
      leaseId,
      taskId: task.taskId,
      after: offset,
      offset,
      isEnd: false,
      bytes: Buffer.from(text),
      ...rest,
    };
  }

  async function post(body: Buffer | readonly LogPiece[], from = machine) {
    const response = await fetch(`${link.url}/logs`, {
      method: 'POST',
      headers: link.authorization(from),
      body: Buffer.isBuffer(body) ? body : logPiecesBody(body),
    });
    const answer = (await response.json()) as LogReceipts & { code?: string };
    return { status: response.status, code: answer.code, leases: answer.leases };
  }

  const folderOf = ({ filePath }: LinkTestTask) => join(dirname(filePath), '.logs');
  const textOf = (leaseId: number) => readFile(join(folderOf(task), `${leaseId}.log`), 'utf8');

  test('are kept beside the task, many in one request, each added to its end', async () => {
    const [first, second] = [await newAttempt(), await newAttempt()];
    const sent = await post([pieceOf(first, 'one\n'), pieceOf(second, 'two\n', { isEnd: true })]);
    assert.deepEqual(sent.leases, [
      { leaseId: first, size: 4, refusal: null },
      { leaseId: second, size: 4, refusal: null },
    ]);
    await post([pieceOf(first, 'more\n', { offset: 4, isEnd: true })]);
    assert.equal(await textOf(first), 'one\nmore\n');
    assert.equal(await textOf(second), 'two\n');
    assert.deepEqual(
      news.filter(({ attemptId }) => attemptId >= first).map(({ attemptId, isEnd }) => [attemptId, isEnd]),
      [
        [first, false],
        [second, true],
        [first, true],
      ],
    );
    assert.ok(link.parts.logs.isComplete(first));
  });

  test('said again or overlapping they are there once', async () => {
    const leaseId = await newAttempt();
    for (let time = 0; time < 3; time++) await post([pieceOf(leaseId, 'abc\n')]);
    const { leases } = await post([pieceOf(leaseId, 'c\ndef\n', { offset: 2, after: 2 })]);
    assert.equal(leases[0]?.size, 8);
    assert.equal(await textOf(leaseId), 'abc\ndef\n');
  });

  test('after a gap that RenderAPI made the machine is told where to go on', async () => {
    const leaseId = await newAttempt();
    const { leases } = await post([pieceOf(leaseId, 'late\n', { offset: 50, isEnd: true })]);
    assert.deepEqual(leases, [{ leaseId, size: 0, refusal: null }]);
    assert.ok(!link.parts.logs.isComplete(leaseId));
  });

  test('a gap that the machine made stays one, and a long log keeps its ends', async () => {
    const leaseId = await newAttempt();
    await post([pieceOf(leaseId, 'begin\n')]);
    await post([pieceOf(leaseId, 'x\n'.repeat(20_000), { after: 6, offset: 100 })]);
    const { leases } = await post([pieceOf(leaseId, 'end\n', { offset: 40_100, isEnd: true })]);
    assert.equal(leases[0]?.size, 40_104);
    const more = await readdir(join(folderOf(task), `${leaseId}.log.more`));
    assert.ok(more.length > 1 && more.length <= 9, String(more));
    assert.match(await textOf(leaseId), /^begin\n$/);
  });

  test('are taken of the machine alone that had the lease, and after its end as well', async () => {
    const leaseId = await newAttempt();
    const other = await link.addMachine('other');
    assert.match(String((await post([pieceOf(leaseId, 'x\n')], other)).leases[0]?.refusal), /never had/);
    const wrongTask = pieceOf(leaseId, 'x\n', { taskId: task.taskId + 1 });
    assert.match(String((await post([wrongTask])).leases[0]?.refusal), /never had/);
    assert.match(String((await post([pieceOf(999_999, 'x\n')])).leases[0]?.refusal), /never had/);
    assert.equal((await post([pieceOf(leaseId, 'mine\n')])).leases[0]?.refusal, null);
    assert.equal(await textOf(leaseId), 'mine\n');
    const stranger = { machineId: machine.machineId, secret: 'wrong' };
    assert.equal((await post([pieceOf(leaseId, 'x\n')], stranger)).status, 401);
  });

  test('of a task whose folder is gone are not wanted', async () => {
    const gone = await addTask(link);
    const leaseId = await newAttempt(gone);
    const piece = pieceOf(leaseId, 'x\n', { taskId: gone.taskId });
    assert.equal((await post([piece])).leases[0]?.refusal, null);
    await rm(dirname(gone.filePath), { recursive: true });
    const again = pieceOf(leaseId, 'y\n', { taskId: gone.taskId, offset: 2 });
    assert.match(String((await post([again])).leases[0]?.refusal), /gone/);
  });

  test('are no results', async () => {
    const { listOutputs, openOutput } = await import('@renderonline/storage');
    assert.deepEqual(await listOutputs({ filePath: task.filePath }), []);
    const [name = ''] = await readdir(folderOf(task));
    await assert.rejects(openOutput({ filePath: task.filePath, path: `.logs/${name}` }), {
      code: 'output-not-found',
    });
  });

  test('that make no sense are refused', async () => {
    assert.deepEqual([(await post(Buffer.from('nonsense'))).code], ['request-invalid']);
    assert.equal((await post(Buffer.alloc(2_000_000, 'x'))).code, 'request-too-large');
    await link.parts.transport.close();
    assert.equal((await post([])).code, 'not-scheduling');
    link.open();
  });

  test('machines are told whose logs are followed, when they connect and when it changes', async () => {
    const { followed } = link.parts.logs;
    const agent = await link.connect(machine);
    await agent.heard('welcome');
    const end = followed.add(task.taskId);
    assert.deepEqual((await agent.heard('follow-logs')).taskIds, [task.taskId]);
    const endSecond = followed.add(task.taskId);
    const late = await link.connect(await link.addMachine('late'));
    assert.deepEqual((await late.heard('follow-logs')).taskIds, [task.taskId]);
    end();
    end();
    endSecond();
    assert.deepEqual((await agent.heard('follow-logs', 2)).taskIds, []);
  });

  test('a machine whose agent does not know it is told nothing of that, and gets no projects of several files', async () => {
    const { knows: _knows, ...hello } = helloOf();
    const early = await link.addMachine('early');
    const agent = await link.connect(early, { isMute: true });
    agent.say(hello);
    await agent.heard('welcome');
    const report = await link.reportOf('reachable', ({ machineId }) => machineId === early.machineId);
    assert.equal(report.fetchesProjects, false);
    link.parts.logs.followed.add(task.taskId)();
    agent.socket.ping();
    await once(agent.socket, 'pong');
    assert.deepEqual(
      agent.messages.map(({ type }) => type),
      ['welcome'],
    );
  });
});
