import assert from 'node:assert/strict';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { findTask } from '@renderonline/database';
import { outputDirectoryOf } from '@renderonline/storage';
import { filePart, multipart, multipartType, requestPart, validRequest } from '../testing/multipart.ts';
import { startTestApi } from '../testing/test-api.ts';

const readsUnderWay = () =>
  process.getActiveResourcesInfo().filter((name) => name.startsWith('FSReq')).length;

test('a client that goes away ends the reading of its archive', { timeout: 30_000 }, async () => {
  const api = await startTestApi();
  const response = await fetch(`${api.url}/renderapi/v1/enqueue`, {
    method: 'POST',
    headers: { ...api.headers, 'content-type': multipartType },
    body: Buffer.from(multipart([requestPart(validRequest), filePart('scene.blend')])),
  });
  const taskId = Number(response.headers.get('renderonline-task-id'));
  const details = await findTask(api.database.db, { taskId });
  const output = outputDirectoryOf(details?.render.filePath ?? '');
  await mkdir(output, { recursive: true });
  const large = join(output, 'frame_0001.exr');
  await writeFile(large, '');
  await truncate(large, 4 * 2 ** 30); // sparse: takes no room

  // Seen at work first, so that seeing nothing afterwards means something.
  let hasSeenReads = false;
  await new Promise<void>((resolve, reject) => {
    const asked = request(
      `${api.url}/renderapi/v1/download`,
      { method: 'POST', headers: { ...api.headers, 'content-type': 'application/json' } },
      (answer) => {
        assert.equal(answer.statusCode, 200);
        answer.on('data', () => {
          hasSeenReads ||= readsUnderWay() > 0;
          if (hasSeenReads) answer.destroy();
        });
        answer.on('close', resolve);
      },
    );
    asked.on('error', reject).end(JSON.stringify({ taskId }));
  });
  assert.ok(hasSeenReads);
  const deadline = Date.now() + 10_000;
  while (readsUnderWay() > 0) {
    assert.ok(Date.now() < deadline, 'the archive is still being read');
    await wait(20);
  }
  await api.close();
});
