// Canceling, deleting and changing many tasks over v2, against a listening server on a SQLite file.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { BulkResponse } from '@renderonline/contract';
import { filePart, multipart, multipartType, requestPart } from '../testing/multipart.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

describe('v2 ends of tasks', { timeout: 60_000 }, () => {
  let api: TestApi;
  const others = { email: 'other@example.com', token: 'other-token' };
  before(async () => {
    api = await startTestApi({ queueLimit: 20 });
  });
  after(() => api.close());

  async function submit(headers: Record<string, string> = api.headers): Promise<number> {
    const given = { start_frame: '1', end_frame: '10', output_format: '.png' };
    const response = await fetch(`${api.url}/renderapi/v2/tasks`, {
      method: 'POST',
      headers: { ...headers, 'content-type': multipartType },
      body: new Uint8Array(
        multipart([requestPart({ engineId: 1, arguments: given }), filePart('scene.blend')]),
      ),
    });
    return ((await response.json()) as { taskId: number }).taskId;
  }
  async function send(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = api.headers,
  ) {
    const response = await fetch(`${api.url}/renderapi/v2/tasks/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown> | null,
    };
  }
  async function bulk(body: object): Promise<[number, string | null][]> {
    const answer = await send('POST', 'bulk', body);
    assert.equal(answer.status, 200);
    return (answer.body as unknown as BulkResponse).outcomes.map(({ taskId, code }) => [taskId, code]);
  }

  test('cancel ends a task once, and leaves it', async () => {
    const taskId = await submit();
    assert.equal((await send('POST', `${taskId}/cancel`, undefined, others)).status, 404);
    assert.equal((await send('POST', `${taskId}/cancel`)).body?.['state'], 'canceled');
    const again = await send('POST', `${taskId}/cancel`);
    assert.deepEqual([again.status, again.body?.['code']], [409, 'task-not-queued']);
  });

  test('delete removes it, and all its files', async () => {
    const before = (await api.listDownloads()).length;
    const taskId = await submit();
    assert.equal((await send('DELETE', String(taskId), undefined, others)).status, 404);
    assert.equal((await send('DELETE', String(taskId))).status, 204);
    assert.equal((await send('DELETE', String(taskId))).status, 404);
    assert.ok((await api.listDownloads()).length <= before + 1, 'the folder of the user alone may stay');
  });

  test('many at once are told one by one what became of them', async () => {
    const [one, two, foreign] = [await submit(), await submit(), await submit(others)];
    const taskIds = [two, one, foreign, two, 99_999];
    const missing = [
      [foreign, 'task-not-found'],
      [99_999, 'task-not-found'],
    ];
    assert.deepEqual(await bulk({ action: 'pause', taskIds }), [[two, null], [one, null], ...missing]);
    assert.deepEqual(await bulk({ action: 'priority', taskIds: [one], priority: 90 }), [[one, null]]);
    assert.deepEqual(await bulk({ action: 'resume', taskIds: [one, two] }), [
      [one, null],
      [two, null],
    ]);
    assert.deepEqual(await bulk({ action: 'cancel', taskIds: [one] }), [[one, null]]);
    assert.deepEqual(await bulk({ action: 'pause', taskIds: [one] }), [[one, 'state-transition-invalid']]);
    assert.deepEqual(await bulk({ action: 'requeue', taskIds: [two] }), [[two, null]]);
    assert.deepEqual(await bulk({ action: 'delete', taskIds }), [[two, null], [one, null], ...missing]);
    assert.equal((await send('GET', String(foreign), undefined, others)).status, 200);
  });

  test('a request that makes no sense is refused as a whole', async () => {
    for (const body of [
      { action: 'burn', taskIds: [1] },
      { action: 'pause', taskIds: [] },
      { action: 'pause', taskIds: Array.from({ length: 1001 }, (_, at) => at + 1) },
      { action: 'priority', taskIds: [1] },
    ]) {
      assert.equal((await send('POST', 'bulk', body)).body?.['code'], 'request-invalid');
    }
  });
});
