import assert from 'node:assert/strict';
import { createHash, hash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { Readable } from 'node:stream';
import {
  completeProject,
  createProject,
  enqueueTask,
  keepContents,
  type CreateProjectInput,
} from '@renderonline/database';
import { canonicalManifest } from '@renderonline/domain';
import { createDirectoryContents } from '@renderonline/storage';
import { addTask, giveLease } from '../testing/link-task.ts';
import { startTestLink, type TestLink, type TestMachine } from '../testing/test-link.ts';

const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');

describe('fetching a project of several files', () => {
  const scene = 'BLENDER-0123456789';
  const files = [
    { path: 'shots/scene.blend', size: scene.length, sha256: sha256Of(scene) },
    { path: 'textures/empty.png', size: 0, sha256: sha256Of('') },
  ];
  const manifest = { mainPath: 'shots/scene.blend', files };
  let link: TestLink;
  let machine: TestMachine;
  let taskId: number;
  before(async () => {
    link = await startTestLink();
    machine = await link.addMachine();
    const store = createDirectoryContents({ folder: link.contents, minFreeBytes: 0 });
    for (const text of [scene, '', 'of another project']) {
      await store.put({ source: Readable.from([Buffer.from(text)]), maxBytes: 1000 });
    }
    taskId = await addProjectTask({
      userId: 1,
      manifestSha256: hash('sha256', canonicalManifest(manifest)),
      ...manifest,
      totalBytes: scene.length,
      nowMs: Date.now(),
    });
    giveLease(link, machine, taskId, 1);
  });
  after(() => link.close());

  async function addProjectTask(input: CreateProjectInput): Promise<number> {
    const { projectId } = await createProject(link.database, input);
    await keepContents(link.database, {
      contents: input.files.map(({ sha256, size }) => ({ userId: 1, sha256, size })),
      nowMs: Date.now(),
    });
    assert.deepEqual(await completeProject(link.database, { projectId }), []);
    const { taskId: added } = await enqueueTask(link.database, {
      userId: 1,
      queuedAtMs: Date.now(),
      fileName: 'scene.blend',
      filePath: '/srv/1/2/scene.blend',
      fileSize: scene.length,
      arguments: 'blender',
      argumentTemplate: '-b $RENDERONLINE:@uploaded_file',
      argumentValues: {},
      engineId: 1,
      frames: [{ first: 1, last: 4 }],
      projectId,
    });
    return added;
  }
  const get = (path: string, headers: Record<string, string> = {}, of = machine) =>
    fetch(`${link.url}/tasks/${path}`, { headers: { ...link.authorization(of), ...headers } });
  const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

  test('brings its manifest, which is known by its hash', async () => {
    const response = await get(`${taskId}/manifest`);
    assert.equal(response.status, 200);
    const text = await response.text();
    const etag = `"${sha256Of(text)}"`;
    assert.equal(response.headers.get('etag'), etag);
    assert.deepEqual(JSON.parse(text), manifest);
    assert.equal((await get(`${taskId}/manifest`, { 'if-none-match': etag })).status, 304);
    const alone = await addTask(link);
    giveLease(link, machine, alone.taskId, 2);
    const refused = await get(`${alone.taskId}/manifest`);
    assert.deepEqual([refused.status, await codeOf(refused)], [404, 'project-not-found']);
  });

  test('brings its files by their hashes, whole or in part', async () => {
    const path = `${taskId}/files/${sha256Of(scene)}`;
    const whole = await get(path);
    assert.deepEqual([whole.status, await whole.text()], [200, scene]);
    assert.equal(whole.headers.get('etag'), `"${sha256Of(scene)}"`);
    const part = await get(path, { range: 'bytes=8-', 'if-range': `"${sha256Of(scene)}"` });
    assert.deepEqual([part.status, await part.text()], [206, '0123456789']);
    assert.equal(part.headers.get('content-range'), 'bytes 8-17/18');
    const other = await get(path, { range: 'bytes=8-', 'if-range': '"other"' });
    assert.deepEqual([other.status, await other.text()], [200, scene]);
    assert.equal((await get(path, { range: 'bytes=18-' })).status, 416);
    const empty = await get(`${taskId}/files/${sha256Of('')}`);
    assert.deepEqual([empty.status, await empty.text()], [200, '']);
  });

  test('brings nothing that is of no file of the project', async () => {
    for (const sha256 of [sha256Of('of another project'), 'a'.repeat(64)]) {
      const response = await get(`${taskId}/files/${sha256}`);
      assert.deepEqual([response.status, await codeOf(response)], [404, 'content-not-found']);
    }
    assert.equal((await get(`${taskId}/files/..%2f..%2fetc`)).status, 400);
  });

  test('is for machines that hold a lease of the task', async () => {
    const other = await link.addMachine('other');
    for (const path of [`${taskId}/manifest`, `${taskId}/files/${sha256Of(scene)}`]) {
      const response = await get(path, {}, other);
      assert.deepEqual([response.status, await codeOf(response)], [409, 'lease-lost']);
      assert.equal((await fetch(`${link.url}/tasks/${path}`)).status, 401);
    }
  });
});
