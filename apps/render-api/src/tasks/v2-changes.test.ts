// What v2 can do to tasks, and what it tells of machines, against a listening server on a SQLite file.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { SubmitResponse } from '@renderonline/contract';
import {
  AddFramesResponse,
  AttemptList,
  FindingList,
  FrameList,
  MachineList,
  RequeueResponse,
  TaskSnapshot,
  TaskView,
} from '@renderonline/contract';
import { addMachine, cancelTask, findTask, saveFindings } from '@renderonline/database';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { filePart, multipart, multipartType, requestPart } from '../testing/multipart.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const submission = {
  engineId: 1,
  arguments: { start_frame: '1', end_frame: '10', output_format: '.png' },
};

describe('v2 changes', { timeout: 60_000 }, () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi({ queueLimit: 4 });
  });
  after(() => api.close());
  beforeEach(async () => {
    await api.database.db.deleteFrom('queue').execute();
  });

  async function send(path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${api.url}/renderapi/v2/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...api.headers, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }
  async function read<Schema extends TSchema>(
    schema: Schema,
    path: string,
    body?: unknown,
  ): Promise<Static<Schema>> {
    const answer = await send(path, body);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.deepEqual(Compile(schema as TSchema).Errors(answer.body), []);
    return answer.body as Static<Schema>;
  }
  async function refusal(path: string, body: unknown, headers: Record<string, string> = {}) {
    const answer = await send(path, body, headers);
    const { code, detail } = answer.body as { code: string; detail: string };
    return { status: answer.status, code, detail };
  }
  async function post(request: unknown, fileName = 'scene.blend') {
    return fetch(`${api.url}/renderapi/v2/tasks`, {
      method: 'POST',
      headers: { ...api.headers, 'content-type': multipartType },
      body: Buffer.from(multipart([requestPart(request), filePart(fileName)])),
    });
  }
  async function submit(wishes: object = {}): Promise<number> {
    const response = await post({ ...submission, ...wishes });
    const body = (await response.json()) as Static<typeof SubmitResponse>;
    assert.equal(response.status, 201, JSON.stringify(body));
    assert.equal(response.headers.get('renderonline-task-id'), String(body.taskId));
    return body.taskId;
  }

  test('a task gets what was wished for it', async () => {
    const requirements = { tags: ['fast'], engineVersion: '>=4.2', needsGpu: true, memoryMb: 16_384 };
    const taskId = await submit({
      priority: 80,
      order: 'sparse',
      maxMachines: 3,
      requirements,
      continuesOnFailure: true,
    });
    const task = await read(TaskView, `tasks/${taskId}`);
    assert.equal(task.priority, 80);
    assert.equal(task.order, 'sparse');
    assert.equal(task.maxMachines, 3);
    assert.deepEqual(task.requirements, requirements);
    assert.deepEqual([task.continuesOnFailure, task.allowsScripts], [true, false]);
    assert.deepEqual([task.failures, task.findings, task.machines], [[], [], []]);
  });

  test('submissions that make no sense are refused with what is wrong', async () => {
    const cases: [request: unknown, status: number, code: string, detail: RegExp][] = [
      [{ ...submission, priority: 1000 }, 400, 'request-invalid', /priority.*100/],
      [{ ...submission, colour: 'red' }, 400, 'request-invalid', /not what a submission needs/],
      [{ ...submission, requirements: { tags: ['a,b'] } }, 400, 'request-invalid', /tags/],
      ['{', 400, 'request-invalid', /not JSON/],
      [{ ...submission, engineId: 99 }, 404, 'engine-not-found', /99/],
      [{ ...submission, arguments: { start_frame: 'x' } }, 400, 'argument-value-invalid', /x/],
      [{ ...submission, allowsScripts: true }, 403, 'scripts-not-allowed', /does not run scripts/],
    ];
    const files = await api.listDownloads();
    for (const [request, status, code, detail] of cases) {
      const response = await post(request);
      const problem = (await response.json()) as { code: string; detail: string };
      assert.deepEqual([response.status, problem.code], [status, code], problem.detail);
      assert.match(problem.detail, detail);
    }
    assert.deepEqual(await api.listDownloads(), files);
  });

  test('pause, resume and priority', async () => {
    const taskId = await submit();
    const wakes = api.scheduler.wakes();
    assert.equal((await read(TaskSnapshot, `tasks/${taskId}/pause`, {})).state, 'paused');
    assert.equal((await read(TaskSnapshot, `tasks/${taskId}/resume`, '')).state, 'queued');
    assert.equal((await read(TaskSnapshot, `tasks/${taskId}/priority`, { priority: 70 })).priority, 70);
    assert.equal(api.scheduler.wakes(), wakes + 3);
    assert.equal((await refusal(`tasks/${taskId}/priority`, { priority: -1 })).code, 'request-invalid');
    assert.equal((await refusal(`tasks/${taskId}/priority`, 'nonsense')).code, 'request-invalid');
    await cancelTask(api.database, { taskId, nowMs: Date.now() });
    for (const action of ['pause', 'resume']) {
      const { status, code } = await refusal(`tasks/${taskId}/${action}`, {});
      assert.deepEqual([status, code], [409, 'state-transition-invalid']);
    }
  });

  test('frames are added to a task, and those of an ended one are rendered again', async () => {
    const taskId = await submit();
    const widened = await read(AddFramesResponse, `tasks/${taskId}/frames`, { frames: '5-15' });
    assert.equal(widened.added, 5);
    assert.equal(widened.task.progress.framesTotal, 15);
    assert.equal((await findTask(api.database.db, { taskId }))?.render.argumentValues?.['end_frame'], '15');
    await cancelTask(api.database, { taskId, nowMs: Date.now() });
    await api.database.db
      .updateTable('frames')
      .set({ state: 'done' })
      .where('task_id', '=', taskId)
      .where('frame', '<=', 14)
      .execute();
    await api.database.db
      .updateTable('frames')
      .set({ state: 'failed' })
      .where('task_id', '=', taskId)
      .where('frame', '=', 15)
      .execute();
    const again = await read(RequeueResponse, `tasks/${taskId}/requeue`, { frames: 'failed' });
    assert.deepEqual([again.requeued, again.task.state], [1, 'queued']);
    const more = await read(RequeueResponse, `tasks/${taskId}/requeue`, { frames: '1-2, 5' });
    assert.equal(more.requeued, 3);
    const page = await read(FrameList, `tasks/${taskId}/frames?after=4&limit=3`);
    assert.deepEqual(
      page.frames.map(({ frame, state }) => [frame, state]),
      [
        [5, 'pending'],
        [6, 'done'],
        [7, 'done'],
      ],
    );
    assert.equal(page.nextAfter, 7);
    assert.equal((await read(FrameList, `tasks/${taskId}/frames?after=12`)).nextAfter, null);
  });

  test('frames that make no sense are refused', async () => {
    const taskId = await submit();
    for (const frames of ['', 'x', '9-1', '1-2000000000', ',']) {
      for (const action of ['frames', 'requeue']) {
        const { status, code } = await refusal(`tasks/${taskId}/${action}`, { frames });
        assert.equal(status, 400, `${action} ${frames}`);
        assert.match(code, /frame-range-invalid|request-invalid/);
      }
    }
  });

  test('frames that the task does not have are not rendered again', async () => {
    const taskId = await submit();
    const { status, code, detail } = await refusal(`tasks/${taskId}/requeue`, { frames: '500' });
    assert.deepEqual([status, code], [404, 'frame-not-found']);
    assert.equal(detail, `Task ${taskId} has no frame 500; it has 1-10.`);
  });

  test('an ended task needs a place in the queue to go on', async () => {
    const taskId = await submit();
    await cancelTask(api.database, { taskId, nowMs: Date.now() });
    for (let count = 0; count < 4; count += 1) await submit();
    const { status, code } = await refusal(`tasks/${taskId}/frames`, { frames: '11' });
    assert.deepEqual([status, code], [403, 'queue-limit-reached']);
  });

  test('a task is its owner’s alone', async () => {
    const taskId = await submit();
    const others = { email: 'other@example.com', token: 'other-token' };
    const bodies = {
      pause: {},
      resume: {},
      priority: { priority: 1 },
      requeue: { frames: '1' },
      frames: { frames: '11' },
    };
    for (const [path, body] of Object.entries(bodies)) {
      const { status, code } = await refusal(`tasks/${taskId}/${path}`, body, others);
      assert.deepEqual([status, code], [404, 'task-not-found'], path);
    }
    for (const path of ['frames', 'attempts', 'findings'])
      assert.equal((await send(`tasks/${taskId}/${path}`, undefined, others)).status, 404);
    assert.equal((await findTask(api.database.db, { taskId }))?.task.state, 'queued');
  });

  test('failures have causes in plain words; findings name their machines', async () => {
    const taskId = await submit();
    const { machineId } = await addMachine(api.database.db, {
      name: 'tower',
      ipAddress: '10.0.0.1',
      port: 5001,
    });
    await api.database.db
      .insertInto('attempts')
      .values({
        attempt_id: 9001,
        task_id: taskId,
        machine_id: machineId,
        first_frame: 3,
        last_frame: 5,
        granted_at: '2026-01-01 12:00:00.000000',
        ended_at: '2026-01-01 12:00:10.000000',
        outcome: 'failed',
        exit_code: 1,
        message: 'Error: Out of memory',
        cause: 'out-of-memory',
        failed_frame: 4,
        counts_as: 'failure',
        log_tail: 'Fra:4\nError: Out of memory',
      })
      .execute();
    await saveFindings(api.database, {
      taskId,
      machineId,
      findings: [
        { severity: 'warning', code: 'texture-missing', message: 'The texture rust.png is missing.' },
      ],
    });
    const task = await read(TaskView, `tasks/${taskId}`);
    const [failure] = task.failures;
    assert.deepEqual(failure?.machine, { machineId, name: 'tower' });
    assert.equal(failure.frame, 4);
    assert.match(failure.summary, /ran out of memory/);
    assert.match(failure.whatToDo ?? '', /memory/);
    assert.equal(task.findings[0]?.machine?.name, 'tower');
    const { attempts } = await read(AttemptList, `tasks/${taskId}/attempts`);
    assert.deepEqual(
      [attempts[0]?.cause, attempts[0]?.logTail],
      ['out-of-memory', 'Fra:4\nError: Out of memory'],
    );
    assert.equal((await read(FindingList, `tasks/${taskId}/findings`)).findings.length, 1);
  });

  test('machines are shown to every user, also those that nobody schedules', async () => {
    const { isScheduling, machines } = await read(MachineList, 'machines');
    assert.equal(isScheduling, true);
    assert.deepEqual(
      machines.map(({ name, state, acceptsWork }) => [name, state, acceptsWork]),
      [['tower', 'unknown', true]],
    );
    assert.equal((await send('machines', undefined, { token: 'wrong' })).status, 401);
  });
});
