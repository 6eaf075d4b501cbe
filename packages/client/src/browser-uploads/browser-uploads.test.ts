import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { ProjectProgress } from '../projects/upload-progress.ts';
import { createConnection } from '../requests/connection.ts';
import { startFakeUploads, type FakeUploads } from '../testing/fake-uploads.ts';
import { createBrowserUploads, type BrowserUploads, type PageUpload } from './browser-uploads.ts';
import { createChunkSize } from './chunk-size.ts';
import { FileUnreadable, type PageFile } from './page-file.ts';

describe('uploads from a page', () => {
  let api: FakeUploads;
  let uploads: BrowserUploads;
  let options: PageUpload;
  let known: Map<string, string>;
  beforeEach(async () => {
    api = await startFakeUploads();
    uploads = createBrowserUploads(createConnection({ baseUrl: api.url, credentials: 'cookie' }));
    known = new Map();
    options = {
      sha256Of: async (blob) =>
        createHash('sha256')
          .update(new Uint8Array(await blob.arrayBuffer()))
          .digest('hex'),
      memory: {
        find: (sha256) => known.get(sha256),
        keep: (sha256, address) => void known.set(sha256, address),
        forget: (sha256) => void known.delete(sha256),
      },
    };
  });
  afterEach(() => api.close());

  const fileOf = (path: string, bytes: Buffer): PageFile => {
    const blob = new Blob([new Uint8Array(bytes)]);
    return { path, size: blob.size, blob };
  };
  const small = Array.from({ length: 40 }, (_, index) =>
    fileOf(`cache/${index}.vdb`, randomBytes(50 + index)),
  );
  const scene = fileOf('scene.blend', randomBytes(3_000_000));
  const main = 'scene.blend';

  it('sends every content once, small ones together, and nothing the second time', async () => {
    const seen: ProjectProgress[] = [];
    const files = [scene, fileOf('ändert.png', Buffer.alloc(0)), ...small];
    const onProgress = (progress: ProjectProgress) => void seen.push(progress);
    const made = await uploads.uploadFiles({ ...options, main, files, onProgress });
    assert.deepEqual([made.projectId, made.files, api.contents.size], [7, 42, 42]);
    assert.equal(made.sentBytes, api.receivedBytes());
    assert.equal(api.asked.filter((asked) => asked.endsWith('/bundles')).length, 1);
    assert.ok(seen.some(({ sentBytes }) => sentBytes > 0 && sentBytes < 3_000_000));
    assert.equal((await uploads.uploadFiles({ ...options, main, files })).sentBytes, 0);
  });

  it('goes on where it broke off, and where an earlier visit to the page stopped', async () => {
    api.cutAfter = [300_000, 100_000];
    const stop = new AbortController();
    const onProgress = ({ sentBytes }: ProjectProgress) => {
      if (sentBytes > 1_000_000) stop.abort(new Error('the tab was closed'));
    };
    const files = [scene];
    const stopped = uploads.uploadFiles({ ...options, main, files, onProgress, signal: stop.signal });
    await assert.rejects(stopped, /the tab was closed/);
    assert.equal(known.size, 1);
    const before = api.receivedBytes();
    assert.ok(before >= 1_000_000);
    await uploads.uploadFiles({ ...options, main, files });
    assert.deepEqual([api.contents.size, known.size], [1, 0]);
    assert.ok(api.receivedBytes() - before <= 2_000_000 + 512 * 1024, 'what was there was not sent again');
  });

  it('tells apart a file that cannot be read and a RenderAPI that is away', async () => {
    const gone = Object.assign(new Blob(['x'.repeat(600_000)]), {
      slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) }),
    });
    const files = [{ path: 'gone.blend', size: gone.size, blob: gone }];
    const lost = uploads.uploadFiles({ ...options, main: 'gone.blend', files });
    await assert.rejects(lost, (error) => error instanceof FileUnreadable && error.path === 'gone.blend');
  });

  it('refuses what RenderAPI refuses', async () => {
    api.refuseWith = [{ status: 507, code: 'disk-full' }];
    const refused = uploads.uploadFiles({ ...options, main, files: [scene] });
    await assert.rejects(refused, { code: 'disk-full' });
  });
});

describe('the size of chunks', () => {
  it('follows the connection, within limits', () => {
    const chunk = createChunkSize();
    const first = chunk.bytes();
    for (let times = 0; times < 20; times++) chunk.took(chunk.bytes(), 10);
    assert.equal(chunk.bytes(), 16 * 1024 * 1024);
    chunk.took(1000, 60_000);
    assert.equal(chunk.bytes(), 16 * 1024 * 1024, 'the end of a file says nothing');
    chunk.took(chunk.bytes(), 8000);
    assert.ok(chunk.bytes() < 1024 * 1024);
    for (let times = 0; times < 20; times++) chunk.failed();
    assert.ok(chunk.bytes() >= 64 * 1024 && chunk.bytes() < first);
  });
});
