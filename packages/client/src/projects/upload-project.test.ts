import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createClient, type Client } from '../create-client.ts';
import { startFakeUploads, type FakeUploads } from '../testing/fake-uploads.ts';
import type { UploadMemory } from '../uploads/upload-memory.ts';
import type { LocalFile } from './hash-files.ts';
import type { HashMemory } from './hash-memory.ts';
import type { ProjectProgress } from './upload-progress.ts';

describe('the upload of a project', () => {
  let api: FakeUploads;
  let client: Client;
  let folder: string;
  beforeEach(async () => {
    api = await startFakeUploads();
    client = createClient({ baseUrl: api.url, email: 'a@b.c', token: 't' });
    folder = await mkdtemp(join(tmpdir(), 'renderonline-upload-'));
  });
  afterEach(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  async function fileOf(path: string, bytes: Buffer): Promise<LocalFile> {
    const filePath = join(folder, path);
    await mkdir(dirname(filePath), { recursive: true });
    await writeFile(filePath, bytes);
    return { path, filePath };
  }

  async function someFiles(): Promise<LocalFile[]> {
    const wood = randomBytes(2000);
    return Promise.all([
      fileOf('shots/scene.blend', randomBytes(3_000_000)),
      fileOf('textures/wood.png', wood),
      fileOf('textures/copy of wood.png', wood),
      fileOf('empty.txt', Buffer.alloc(0)),
      ...Array.from({ length: 50 }, (_, index) => fileOf(`cache/${index}.vdb`, randomBytes(100 + index))),
    ]);
  }

  const main = 'shots/scene.blend';

  function memoryOf(
    known = new Map<string, string>(),
  ): UploadMemory & { readonly known: Map<string, string> } {
    return {
      known,
      find: (sha256) => known.get(sha256),
      keep: (sha256, address) => void known.set(sha256, address),
      forget: (sha256) => void known.delete(sha256),
    };
  }

  it('sends every content once, and nothing at all the second time', async () => {
    const files = await someFiles();
    const seen: ProjectProgress[] = [];
    const first = await client.uploadProject({ main, files, onProgress: (progress) => seen.push(progress) });
    const bytes =
      3_000_000 + 2000 + Array.from({ length: 50 }, (_, index) => 100 + index).reduce((a, b) => a + b);
    assert.deepEqual(first, { projectId: 7, files: 54, totalBytes: bytes + 2000, sentBytes: bytes });
    assert.equal(api.receivedBytes(), bytes);
    assert.equal(api.contents.size, 53);
    assert.equal(api.manifests[0]?.mainPath, main);
    assert.deepEqual(
      [seen.at(-1)?.phase, seen.at(-1)?.sentBytes, seen.at(-1)?.missingBytes],
      ['uploading', bytes, bytes],
    );
    api.asked.length = 0;
    const again = await client.uploadProject({ main, files });
    assert.deepEqual([again.sentBytes, api.asked], [0, ['POST /renderapi/v2/projects']]);
  });

  it('goes on where it broke off, as often as it takes, and while RenderAPI is away', async () => {
    const files = [await fileOf('a.blend', randomBytes(3_000_000))];
    api.cutAfter = [1_000_000, 500_000, 0];
    api.refuseWith = [{ status: 503, code: 'starting' }];
    const { sentBytes } = await client.uploadProject({ main: 'a.blend', files });
    assert.equal(api.contents.size, 1);
    assert.ok(sentBytes >= 3_000_000);
    assert.equal(api.receivedBytes(), 3_000_000, 'not a byte came twice');
  });

  it('sends small files together, and one by one where that is not taken or breaks', async () => {
    const files = await someFiles();
    const bundle = 'POST /renderapi/v2/uploads/bundles';
    await client.uploadProject({ main, files });
    assert.deepEqual(
      [api.asked.filter((asked) => asked === bundle).length, api.asked.length],
      [1, 6],
      'a bundle, three requests for the large file, and two manifests',
    );
    for (const status of [404, 413, 503]) {
      api.contents.clear();
      api.asked.length = 0;
      const small = files.slice(1);
      api.refuseWith = [{ status, code: 'no-bundles' }];
      await client.uploadProject({ main, files: small });
      assert.equal(api.contents.size, 52);
      assert.equal(api.asked.filter((asked) => asked.endsWith('/uploads')).length, 52);
    }
  });

  it('goes on in another run, and begins anew when the upload has expired', async () => {
    const files = [await fileOf('a.blend', randomBytes(3_000_000))];
    const memory = memoryOf();
    const cut = new AbortController();
    api.cutAfter = [1_000_000];
    const onProgress = ({ sentBytes }: ProjectProgress) => {
      if (sentBytes >= 1_000_000) cut.abort(new Error('killed'));
    };
    const killed = client.uploadProject({ main: 'a.blend', files, memory, signal: cut.signal, onProgress });
    await assert.rejects(killed, /killed/);
    assert.equal(memory.known.size, 1);
    const before = api.receivedBytes();
    await client.uploadProject({ main: 'a.blend', files, memory });
    assert.ok(before > 0);
    assert.equal(api.receivedBytes(), 3_000_000);
    assert.equal(memory.known.size, 0);
    const other = [await fileOf('b.blend', randomBytes(3_000_000))];
    const expired = { ...memoryOf(), find: () => `${api.url}/renderapi/v2/uploads/999` };
    await client.uploadProject({ main: 'b.blend', files: other, memory: expired });
    assert.equal(api.contents.size, 2);
  });

  it('passes on a refusal at once, and ends the other uploads', async () => {
    const files = await someFiles();
    api.refuseWith = [{ status: 507, code: 'disk-full' }];
    await assert.rejects(client.uploadProject({ main, files }), {
      name: 'ApiError',
      code: 'disk-full',
      message: 'It is disk-full.',
    });
    api.refuseWith = Array.from({ length: 60 }, () => ({ status: 503, code: 'away' }));
    await assert.rejects(client.uploadProject({ main, files, absenceLimitMs: -1 }), { code: 'away' });
  });

  it('says that a file changed or is gone', async () => {
    const [file] = await someFiles();
    assert.ok(file);
    const onProgress = ({ phase }: ProjectProgress) => {
      if (phase === 'uploading') changing ??= truncate(file.filePath, 1_500_000);
    };
    let changing: Promise<void> | undefined;
    await assert.rejects(client.uploadProject({ main, files: [file], onProgress }), {
      name: 'ProjectChanged',
    });
    await changing;
    const gone = { path: 'gone.png', filePath: join(folder, 'gone.png') };
    await assert.rejects(client.uploadProject({ main, files: [gone] }), { code: 'ENOENT' });
  });

  it('reads no file again that was not written to since, and remembers none that just was', async (t) => {
    const files = await someFiles();
    const kept = new Map<string, string>();
    const hashes: HashMemory = {
      find: (filePath, stamp) => kept.get(`${filePath} ${stamp}`),
      keep: (filePath, stamp, sha256) => void kept.set(`${filePath} ${stamp}`, sha256),
      forget: () => {
        kept.clear();
      },
    };
    await client.uploadProject({ main, files, hashes });
    assert.equal(kept.size, 0, 'they were written a moment ago');

    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 60_000 });
    await client.uploadProject({ main, files, hashes });
    assert.equal(kept.size, 54);
    const [, wood] = files;
    assert.ok(wood);
    // Whoever would read it would send this.
    for (const key of kept.keys()) if (key.startsWith(wood.filePath)) kept.set(key, 'f'.repeat(64));
    await assert.rejects(client.uploadProject({ main, files, hashes }), { name: 'ProjectChanged' });
    assert.equal(kept.size, 0, 'what turned out to be wrong is forgotten');
    await client.uploadProject({ main, files, hashes });

    await writeFile(wood.filePath, randomBytes(2000));
    const { sentBytes } = await client.uploadProject({ main, files, hashes });
    assert.equal(sentBytes, 2000);
  });

  it('hashes much on threads of its own, and more than one file at a time', async () => {
    const bytes = Buffer.alloc(33 * 1024 * 1024, 'x');
    const files = [await fileOf('big.vdb', bytes), await fileOf('small.txt', Buffer.from('small'))];
    const { sentBytes } = await client.uploadProject({ main: 'small.txt', files });
    assert.equal(sentBytes, bytes.length + 5);
    const gone = { path: 'gone.png', filePath: folder };
    await assert.rejects(client.uploadProject({ main: 'gone.png', files: [...files, gone] }), {
      code: 'EISDIR',
    });
  });
});
