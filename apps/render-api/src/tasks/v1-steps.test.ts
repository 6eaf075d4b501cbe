// What clients of 1.x, which know nothing of steps, see of tasks that have some.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ApiInfoResponse, type SubmitResponse } from '@renderonline/contract';
import { Compile } from 'typebox/compile';
import { filePart, multipart, multipartType, requestPart, validRequest } from '../testing/multipart.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const values = { start_frame: '1', end_frame: '10', output_format: '.png' };

describe('steps, as 1.x shows them', { timeout: 60_000 }, () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi({ queueLimit: 2 });
  });
  after(() => api.close());

  async function submit(): Promise<{ taskId: number; stepId: number }> {
    const step = { engineId: 1, arguments: values };
    const request = { ...step, steps: [step] };
    const response = await fetch(`${api.url}/renderapi/v2/tasks`, {
      method: 'POST',
      headers: { ...api.headers, 'content-type': multipartType },
      body: Buffer.from(multipart([requestPart(request), filePart('scene.blend')])),
    });
    assert.equal(response.status, 201);
    const made = (await response.json()) as SubmitResponse;
    return { taskId: made.taskId, stepId: made.stepTaskIds[0] ?? assert.fail() };
  }

  async function enqueue(): Promise<number> {
    const response = await fetch(`${api.url}/renderapi/v1/enqueue`, {
      method: 'POST',
      headers: { ...api.headers, 'content-type': multipartType },
      body: Buffer.from(multipart([requestPart(validRequest), filePart('scene.blend')])),
    });
    await response.text();
    return response.status;
  }

  async function rows(): Promise<ApiInfoResponse['Tasks']> {
    const response = await fetch(`${api.url}/renderapi/v1/info`, { headers: api.headers });
    const body = (await response.json()) as ApiInfoResponse;
    assert.deepEqual(Compile(ApiInfoResponse).Errors(body), []);
    return body.Tasks;
  }

  async function call(action: string, TaskId: number): Promise<[number, string]> {
    const response = await fetch(`${api.url}/renderapi/v1/${action}`, {
      method: 'POST',
      headers: { ...api.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ TaskId }),
    });
    const { ErrorMessage } = (await response.json()) as { ErrorMessage: string };
    return [response.status, ErrorMessage];
  }

  test('a task and its step are two rows, each read as any task, and end together', async () => {
    const { taskId, stepId } = await submit();
    const waiting = { StartTime: null, EndTime: null, IsRunning: false, IsSuccess: false, MachineId: null };
    const [step, task] = await rows();
    assert.deepEqual([step?.Task.TaskId, task?.Task.TaskId], [stepId, taskId]);
    for (const row of [step, task]) {
      assert.deepEqual({ ...row?.Task, ...waiting }, row?.Task);
      assert.deepEqual([row?.Render.FileName, row?.Render.FilePath], ['scene.blend', '']);
    }
    // What a step renders is not there before the task's frames are.
    assert.deepEqual([step?.Render.FileSize, task?.Render.FileSize], [0, 'a scene'.length]);
    const nothing = [400, `Task with identifier ${stepId} has no results to download.`];
    assert.deepEqual(await call('download', stepId), nothing);

    assert.deepEqual(await call('dequeue', taskId), [200, 'Task successfully dequeued.']);
    const notQueued = [400, `Task with identifier ${stepId} is not in the queue.`];
    assert.deepEqual(await call('dequeue', stepId), notQueued);
    for (const { Task } of await rows()) {
      assert.deepEqual([Task.IsRunning, Task.IsSuccess, Task.EndTime === null], [false, false, false]);
    }
    const deleted = [200, 'Task and associated render successfully deleted.'];
    for (const id of [taskId, stepId]) assert.deepEqual(await call('delete', id), deleted);
    assert.deepEqual(await rows(), []);
  });

  test('a step can be taken out of the queue alone, and takes no place there while it waits', async () => {
    const { taskId, stepId } = await submit();
    assert.equal(await enqueue(), 200);
    assert.equal(await enqueue(), 403);
    assert.deepEqual(await call('dequeue', stepId), [200, 'Task successfully dequeued.']);
    const ended = (await rows()).filter(({ Task }) => Task.EndTime !== null);
    assert.deepEqual(
      ended.map(({ Task }) => Task.TaskId),
      [stepId],
    );
    assert.deepEqual(await call('dequeue', taskId), [200, 'Task successfully dequeued.']);
  });
});
