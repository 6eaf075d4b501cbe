// Every kind of event stream, against a listening server on a SQLite file.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Problem } from '@renderonline/contract';
import { updateUser } from '@renderonline/database';
import { createClient } from '../../../../packages/client/src/index.ts';
import { filePart, multipart, multipartType, requestPart, validRequest } from '../testing/multipart.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

describe('event streams', { timeout: 60_000 }, () => {
  const others = { email: 'other@example.com', token: 'other-token' };
  const kinds = ['of events', 'of tasks', 'of logs'] as const;
  let api: TestApi;
  let taskId: string;
  before(async () => {
    api = await startTestApi({ flags: { MaxEventStreamsPerUser: 1 } });
    await updateUser(api.database.db, { userId: 1, role: 'admin' });
    const response = await fetch(`${api.url}/renderapi/v1/enqueue`, {
      method: 'POST',
      headers: { ...others, 'content-type': multipartType },
      body: Buffer.from(multipart([requestPart(validRequest), filePart('scene.blend')])),
    });
    taskId = response.headers.get('renderonline-task-id') ?? '';
  });
  after(() => api.close());

  function open(kind: (typeof kinds)[number], headers: Record<string, string> = others): Promise<Response> {
    const paths = {
      'of events': 'events',
      'of tasks': `tasks/${taskId}/events`,
      'of logs': `tasks/${taskId}/log/events`,
    };
    return fetch(`${api.url}/renderapi/v2/${paths[kind]}`, { headers });
  }

  test('a user has so many of each kind, and no other is refused for it; they end with a new token', async () => {
    const streams = await Promise.all(kinds.map((kind) => open(kind)));
    assert.deepEqual(
      streams.map(({ status }) => status),
      [200, 200, 200],
    );
    for (const kind of kinds) {
      const refused = await open(kind);
      const problem = (await refused.json()) as Problem;
      assert.deepEqual([refused.status, problem.code], [503, 'too-many-streams'], kind);
    }
    const ofAdmin = await open('of events', api.headers);
    assert.equal(ofAdmin.status, 200);
    await createClient({ baseUrl: api.url, ...api.headers }).administration.changeUser(2, { newToken: true });
    // They would go on for ever.
    for (const stream of streams) await assert.rejects(stream.text());
    const reader = ofAdmin.body?.getReader();
    assert.equal((await reader?.read())?.done, false);
    await reader?.cancel();
  });
});
