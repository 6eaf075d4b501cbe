// A farm whose contents are in S3: a project from its upload to its end, against a real server of S3's protocol.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { findOwnedContent, findTask } from '@renderonline/database';
import { createLogger } from '@renderonline/runtime';
import { createS3Contents, type ContentStore } from '@renderonline/storage';
import { createClient } from '../../../../packages/client/src/index.ts';
import { startS3Server } from '../../../../packages/storage/src/testing/s3-server.ts';
import { temporaryFolder } from '../../../../packages/storage/src/testing/temporary-folder.ts';
import { listArchive, readArchive } from '../../../../packages/storage/src/testing/unzip.ts';
import { giveLease } from '../link/testing/link-task.ts';
import { startTestLink, type TestLink } from '../link/testing/test-link.ts';
import { createRetention } from '../retention/create-retention.ts';
import { createTaskTurns } from '../tasks/task-turns.ts';

const dayMs = 86_400_000;
const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('contents in S3', { timeout: 60_000 }, () => {
  const contents = new Map<string, Buffer>([
    ['shot.blend', randomBytes(9_000_000)],
    ['empty.txt', Buffer.alloc(0)],
    ...Array.from({ length: 30 }, (_, index) => [`cache/${index}.vdb`, randomBytes(2000 + index)] as const),
  ]);
  const shot = contents.get('shot.blend') ?? assert.fail();
  test('serve uploads, machines and downloads, and go when nothing needs them', async (t) => {
    const { endpoint, bucket, credentials } = await startS3Server(t);
    const store = await createS3Contents({ endpoint, bucket, credentials, prefix: 'farm/' });
    const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey } = credentials;
    const ContentsS3 = { Bucket: bucket, Endpoint: endpoint, Prefix: 'farm/', AccessKeyId, SecretAccessKey };
    const link = await startTestLink({ flags: { ContentsS3 } });
    t.after(() => link.close());
    const folder = await temporaryFolder(t);
    const user = { email: 'user@example.com', token: 'token' };
    const baseUrl = `http://127.0.0.1:${link.port}`;
    const client = createClient({ baseUrl, ...user });
    const files: { path: string; filePath: string }[] = [];
    for (const [path, bytes] of contents) {
      const filePath = join(folder, path.replaceAll('/', '-'));
      await writeFile(filePath, bytes);
      files.push({ path, filePath });
    }
    const order = { main: 'shot.blend', files };
    const { projectId, sentBytes, totalBytes } = await client.uploadProject(order);
    assert.equal(sentBytes, totalBytes);
    assert.equal((await client.uploadProject(order)).sentBytes, 0);
    assert.equal((await Array.fromAsync(store.list())).length, contents.size);
    assert.deepEqual(await readdir(join(link.contents, '.uploads')), [], 'nothing of it is left on the disk');

    const values = { start_frame: '1', end_frame: '2' };
    const { taskId } = await client.submit({ engineId: 1, arguments: values, projectId });
    const main = (await findTask(link.database.db, { taskId }))?.render.filePath ?? assert.fail();
    assert.ok(shot.equals(await readFile(main)), 'the main file lies beside the results');

    const machine = await link.addMachine();
    giveLease(link, machine, taskId, 1);
    const get = (path: string, headers: Record<string, string> = {}) =>
      fetch(`${link.url}/tasks/${taskId}/${path}`, {
        headers: { ...link.authorization(machine), ...headers },
      });
    const manifest = (await (await get('manifest')).json()) as { files: { path: string; sha256: string }[] };
    assert.equal(manifest.files.length, contents.size);
    for (const { path, sha256 } of manifest.files) {
      const whole = await get(`files/${sha256}`);
      assert.equal(whole.status, 200);
      assert.ok(contents.get(path)?.equals(Buffer.from(await whole.arrayBuffer())), path);
    }
    const part = await get(`files/${sha256Of(shot)}`, { range: 'bytes=8500000-' });
    assert.equal(part.status, 206);
    assert.equal(part.headers.get('content-range'), 'bytes 8500000-8999999/9000000');
    assert.ok(shot.subarray(8_500_000).equals(Buffer.from(await part.arrayBuffer())));
    assert.equal((await get(`files/${sha256Of(shot)}`, { range: 'bytes=9000000-' })).status, 416);

    const zip = join(folder, 'results.zip');
    await writeFile(zip, await client.downloadZip(taskId, { includeProject: true }));
    assert.deepEqual(
      listArchive(zip)
        .map(({ size }) => size)
        .sort(),
      [...contents.values()].map(({ length }) => length).sort(),
    );
    const mainEntry = listArchive(zip).find(({ name }) => name.endsWith('shot.blend'))?.name ?? assert.fail();
    assert.ok(readArchive(zip, mainEntry).equals(shot));

    await sweepLater(link, store);
    assert.equal((await Array.fromAsync(store.list())).length, contents.size, 'a task needs them');
    await client.delete(taskId);
    const deleting = { method: 'DELETE', headers: user };
    const deleted = await fetch(`${baseUrl}/renderapi/v2/projects/${projectId}`, deleting);
    assert.equal(deleted.status, 204);
    await sweepLater(link, store);
    assert.deepEqual(await Array.fromAsync(store.list()), []);
    assert.equal(await findOwnedContent(link.database.db, { userId: 1, sha256: sha256Of(shot) }), undefined);
  });

  /** What RenderAPI does by itself, ten days from now. */
  async function sweepLater(link: TestLink, store: ContentStore): Promise<void> {
    const none = { days: null, bytes: null };
    const retention = createRetention({
      ...{
        database: link.database,
        turns: createTaskTurns(),
        scheduler: { isLeader: () => true, wake: () => undefined },
      },
      log: createLogger({ name: 'test', level: 'info', destination: { write: () => undefined } }),
      clock: {
        nowMs: () => Date.now() + 10 * dayMs,
        monotonicMs: () => 0,
        setTimer: () => () => undefined,
      },
      contents: store,
      settings: {
        keep: { task: none, results: none, logs: none, project: none },
        ...{ unusedContentsMs: dayMs, intervalMs: 1000 },
      },
    });
    await retention.sweep();
    await retention.close();
  }
});
