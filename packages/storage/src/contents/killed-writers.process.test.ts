import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { startS3Server } from '../testing/s3-server.ts';
import type { ContentStore } from './content-store.ts';
import { createDirectoryContents } from './directory-contents.ts';
import { createS3Contents } from './s3-contents.ts';

const urlOf = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);

/** A program that stores a content for ever, and says so when a good part of it has been taken. */
const writer = `
  import { Readable } from 'node:stream';
  import { createDirectoryContents } from ${urlOf('./directory-contents.ts')};
  import { createS3Contents } from ${urlOf('./s3-contents.ts')};
  const [, , kind, options] = process.argv;
  const create = kind === 's3' ? createS3Contents : createDirectoryContents;
  const store = await create(JSON.parse(options));
  async function* chunks() {
    for (let count = 0; ; count += 1) {
      if (count === 50) process.stdout.write('storing');
      yield await new Promise((resolve) => setImmediate(resolve, Buffer.alloc(65536)));
    }
  }
  await store.put({ source: Readable.from(chunks()), maxBytes: 2 ** 30 });
`;

async function killWhileStoring(t: TestContext, kind: 's3' | 'directory', options: object): Promise<void> {
  const program = join(await temporaryFolder(t), 'writer.mjs');
  await writeFile(program, writer);
  const child = spawn(process.execPath, [program, kind, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function isSwept(store: ContentStore): Promise<void> {
  assert.deepEqual(await Array.fromAsync(store.list()), []);
  assert.equal(await store.sweep({ olderThanMs: 3_600_000 }), 0);
  assert.equal(await store.sweep({ olderThanMs: -2000 }), 1);
  assert.equal(await store.sweep({ olderThanMs: -2000 }), 0);
}

test('what a killed program was storing in a folder is nothing, and swept', async (t) => {
  const options = { folder: await temporaryFolder(t), minFreeBytes: 0 };
  await killWhileStoring(t, 'directory', options);
  await isSwept(createDirectoryContents(options));
});

test('what a killed program was storing in S3 is nothing, and swept', async (t) => {
  const { endpoint, bucket, credentials } = await startS3Server(t);
  const options = { endpoint, bucket, credentials, partBytes: 300_000 };
  await killWhileStoring(t, 's3', options);
  await isSwept(await createS3Contents(options));
});
