// Estimates of tasks that nobody has submitted, against a listening server on a SQLite file.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { TaskEstimateView } from '@renderonline/contract';
import { Compile } from 'typebox/compile';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

describe('the estimate of a new task', { timeout: 60_000 }, () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi();
  });
  after(() => api.close());

  const values = { start_frame: '1', end_frame: '10', output_format: '.png' };
  async function ask(request: object, headers: Readonly<Record<string, string>> = api.headers) {
    const response = await fetch(`${api.url}/renderapi/v2/tasks/estimate`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  }

  test('says how many frames there are, and nothing of what it cannot know', async () => {
    const { status, body } = await ask({ engineId: 1, arguments: values, priority: 70, fileName: 'a.blend' });
    assert.equal(status, 200, JSON.stringify(body));
    assert.ok(Compile(TaskEstimateView).Check(body));
    assert.deepEqual(body, { frames: 10, etaMs: null, waitMs: null, machines: null, basis: null });
  });

  test('refuses what a submission is refused with, and projects of others', async () => {
    const code = async (request: object) => (await ask(request)).body['code'];
    assert.equal(await code({ engineId: 99, arguments: values }), 'engine-not-found');
    assert.equal(
      await code({ engineId: 1, arguments: { ...values, start_frame: 'x' } }),
      'argument-value-invalid',
    );
    assert.equal(
      await code({ engineId: 1, arguments: { ...values, start_frame: '11' } }),
      'frame-range-invalid',
    );
    assert.equal(await code({ arguments: values }), 'request-invalid');
    assert.equal(await code({ engineId: 1, arguments: values, steps: [] }), 'request-invalid');
    assert.equal(await code({ engineId: 1, arguments: values, projectId: 12_345 }), 'project-not-found');
    assert.equal(
      (await ask({ engineId: 1, arguments: values }, { email: 'a@b.c', token: 'wrong' })).status,
      401,
    );
  });
});
