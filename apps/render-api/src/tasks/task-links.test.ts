// How tasks that wait for others are submitted and shown, against a listening server on a SQLite file.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { TaskView, type SubmitResponse, type TaskList } from '@renderonline/contract';
import { cancelTask } from '@renderonline/database';
import { Compile } from 'typebox/compile';
import { filePart, multipart, multipartType, requestPart } from '../testing/multipart.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const submission = {
  engineId: 1,
  arguments: { start_frame: '1', end_frame: '10', output_format: '.png' },
};

describe('tasks that wait for others', { timeout: 60_000 }, () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi({ queueLimit: 10 });
  });
  after(() => api.close());

  const post = (dependsOn: unknown, headers: Record<string, string> = {}) =>
    fetch(`${api.url}/renderapi/v2/tasks`, {
      method: 'POST',
      headers: { ...api.headers, 'content-type': multipartType, ...headers },
      body: Buffer.from(multipart([requestPart({ ...submission, dependsOn }), filePart('scene.blend')])),
    });
  async function submit(...dependsOn: number[]): Promise<number> {
    const response = await post(dependsOn);
    assert.equal(response.status, 201);
    return ((await response.json()) as SubmitResponse).taskId;
  }
  async function view(taskId: number): Promise<TaskView> {
    const response = await fetch(`${api.url}/renderapi/v2/tasks/${taskId}`, { headers: api.headers });
    const body = (await response.json()) as TaskView;
    assert.deepEqual(Compile(TaskView).Errors(body), []);
    return body;
  }

  test('name them, alone and in lists', async () => {
    const first = await submit();
    const second = await submit(first);
    assert.deepEqual((await view(second)).waitingFor, [first]);
    const response = await fetch(`${api.url}/renderapi/v2/tasks`, { headers: api.headers });
    const { tasks } = (await response.json()) as TaskList;
    assert.deepEqual(
      tasks.map(({ taskId, waitingFor }) => [taskId, waitingFor]),
      [
        [second, [first]],
        [first, []],
      ],
    );
    await cancelTask(api.database, { taskId: first, nowMs: Date.now() });
    const canceled = await view(second);
    assert.deepEqual([canceled.state, canceled.waitingFor], ['canceled', []]);
    assert.equal(canceled.failureReason, `Task ${first}, which it waited for, was canceled.`);
  });

  test('are refused before a byte is kept where there is nothing to wait for', async () => {
    const own = await submit();
    const kept = await api.listDownloads();
    const others = { email: 'other@example.com', token: 'other-token' };
    for (const [dependsOn, headers, status, code] of [
      [[own], others, 404, 'dependency-not-found'],
      [[own + 1], {}, 404, 'dependency-not-found'],
      [[own, 0], {}, 400, 'request-invalid'],
      ['12', {}, 400, 'request-invalid'],
    ] as const) {
      const response = await post(dependsOn, headers);
      const problem = (await response.json()) as { code: string };
      assert.deepEqual([response.status, problem.code], [status, code]);
    }
    await cancelTask(api.database, { taskId: own, nowMs: Date.now() });
    assert.equal((await post([own])).status, 409);
    assert.deepEqual(await api.listDownloads(), kept);
  });
});
