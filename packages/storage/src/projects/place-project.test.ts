import assert from 'node:assert/strict';
import { chmod, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { suite, test, type TestContext } from 'node:test';
import { isDomainError, ticksOf } from '@renderonline/domain';
import { createDirectoryContents } from '../contents/directory-contents.ts';
import type { ContentStore } from '../contents/content-store.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { placeProject, type PlaceRequest } from './place-project.ts';
import { sweepIncoming } from './sweep-incoming.ts';

const receivedAtMs = Date.UTC(2026, 10, 23, 12);

async function requestFor(t: TestContext, content: string): Promise<PlaceRequest> {
  const folder = await temporaryFolder(t);
  const store = createDirectoryContents({ folder: join(folder, 'contents'), minFreeBytes: 0 });
  const stored = await store.put({ source: Readable.from([Buffer.from(content)]), maxBytes: 1000 });
  return {
    downloadPath: join(folder, 'renders'),
    userId: 7,
    receivedAtMs,
    mainFile: { path: 'shots/010/scene.blend', ...stored },
    store,
    limits: { minFreeBytes: 0, idleTimeoutMs: 60_000 },
  };
}

/** The same store as one that lies elsewhere. */
const remote = (store: ContentStore): ContentStore => ({ ...store, localPath: () => undefined });

suite('placeProject', () => {
  for (const kind of ['from this computer', 'from elsewhere'] as const) {
    test(`puts the main file into the folder of a new task, ${kind}, without a link`, async (t) => {
      const local = await requestFor(t, 'BLENDER');
      const request = kind === 'from this computer' ? local : { ...local, store: remote(local.store) };
      const project = await placeProject(request);
      const { mainFile, downloadPath } = request;
      assert.equal(project.directory, join(downloadPath, '7', ticksOf(receivedAtMs).toString()));
      assert.equal(project.filePath, join(project.directory, 'scene.blend'));
      assert.deepEqual(
        [project.fileName, project.fileSize, project.sha256, project.queuedAtMs],
        ['scene.blend', 7, mainFile.sha256, receivedAtMs],
      );
      assert.equal(await readFile(project.filePath, 'utf8'), 'BLENDER');
      assert.equal((await stat(project.filePath)).nlink, 1);
      await writeFile(project.filePath, 'WRITTEN BY A RENDERER');
      assert.deepEqual((await readdir(project.directory)).sort(), ['.incoming', 'scene.blend']);
      await project.accept();
      assert.deepEqual(await readdir(project.directory), ['scene.blend']);

      const second = await placeProject(request);
      assert.equal(second.queuedAtMs, receivedAtMs + 1);
      await second.discard();
      assert.deepEqual(await readdir(join(downloadPath, '7')), [ticksOf(receivedAtMs).toString()]);
      assert.equal(await request.store.sizeOf(mainFile.sha256), 7);
    });
  }

  test('leaves nothing of a content that is not there, or not what it was', async (t) => {
    const request = await requestFor(t, 'BLENDER');
    const absent = { ...request.mainFile, sha256: 'a'.repeat(64) };
    for (const store of [request.store, remote(request.store)]) {
      await assert.rejects(placeProject({ ...request, store, mainFile: absent }), (error) =>
        isDomainError(error, 'content-not-found'),
      );
    }
    // Not the store's doing: another program wrote there.
    const path = request.store.localPath(request.mainFile.sha256) ?? '';
    const sealed = await stat(path);
    await chmod(path, 0o644);
    await writeFile(path, 'rotten!');
    // Not even the times tell.
    await utimes(path, sealed.atimeMs / 1000, sealed.mtimeMs / 1000);
    await assert.rejects(placeProject(request), (error) => isDomainError(error, 'content-damaged'));
    assert.equal(await request.store.sizeOf(request.mainFile.sha256), undefined);
    await request.store.put({ source: Readable.from([Buffer.from('BLENDER')]), maxBytes: 1000 });
    const limits = { ...request.limits, minFreeBytes: 2 ** 60 };
    await assert.rejects(placeProject({ ...request, limits, store: remote(request.store) }), (error) =>
      isDomainError(error, 'disk-full'),
    );
    assert.deepEqual(await readdir(request.downloadPath), []);
  });

  test('is swept like an upload when its task was never committed', async (t) => {
    const request = await requestFor(t, 'BLENDER');
    const { directory } = await placeProject(request);
    const marker = { fileName: 'scene.blend', host: 'another', processId: 1, run: 'earlier' };
    await writeFile(join(directory, '.incoming'), JSON.stringify(marker));
    const swept = await sweepIncoming({
      downloadPath: request.downloadPath,
      isReferenced: async () => false,
      log: { info: () => undefined, warn: () => undefined },
      nowMs: Date.now() + 2 * 3_600_000,
    });
    assert.deepEqual(swept, { removed: 1, accepted: 0 });
    assert.equal(await request.store.sizeOf(request.mainFile.sha256), 7);
  });
});
