// 2 GiB up and down through a real RenderAPI, whose memory must not follow the size of the file.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { startApi } from './support/farm.ts';
import type { Api } from './support/farm.ts';
import { freePort, killAllPrograms } from './support/program.ts';
import { seedFarm } from './support/seed-farm.ts';

const mebibyte = 2 ** 20;
const fileBytes = 2 * 1024 * mebibyte;
const memoryGoalBytes = 200 * mebibyte;
// One block of noise again and again: nothing compresses it, and making it costs nothing.
const block = randomBytes(4 * mebibyte);

async function* noise(): AsyncGenerator<Buffer> {
  for (let sent = 0; sent < fileBytes; sent += block.length) yield block;
}

/** Compares block by block what the noise was made of: a hash of 2 GiB takes many times as long. */
async function assertNoise(path: string): Promise<void> {
  const read = Buffer.alloc(block.length);
  const file = await open(path);
  try {
    for (let at = 0; at < fileBytes; at += block.length) {
      const { bytesRead } = await file.read(read, 0, block.length, at);
      assert.ok(bytesRead === block.length && read.equals(block), `the 4 MiB from byte ${at} on are others`);
    }
  } finally {
    await file.close();
  }
}

describe('a file of 2 GiB', () => {
  let folder: string;
  let api: Api;
  let headers: Record<string, string>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-large-'));
    const farm = await seedFarm(folder);
    api = await startApi(folder, { ConnectionString: farm.connectionString, Port: String(await freePort()) });
    headers = { email: farm.email, token: farm.token };
  });
  after(async () => {
    await killAllPrograms();
    await rm(folder, { recursive: true });
  });

  test('goes up and comes down unchanged, in less than 200 MiB of memory', async (t) => {
    const boundary = 'boundary-of-the-test';
    const Arguments = [
      { ArgTypeId: 'start_frame', Value: '1' },
      { ArgTypeId: 'end_frame', Value: '1' },
      { ArgTypeId: 'output_format', Value: 'PNG' },
    ];
    const head =
      `--${boundary}\r\nContent-Disposition: form-data; name=request\r\n\r\n` +
      `${JSON.stringify({ EngineId: '1', Arguments })}\r\n` +
      `--${boundary}\r\nContent-Disposition: form-data; name=file; filename=noise.blend\r\n\r\n`;
    async function* body() {
      yield Buffer.from(head);
      yield* noise();
      yield Buffer.from(`\r\n--${boundary}--\r\n`);
    }
    const uploadStartedAt = performance.now();
    const answer = await upload(`${api.address}/renderapi/v1/enqueue`, {
      headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: Readable.from(body()),
    });
    assert.equal(answer, '{"IsAdded":true,"ErrorMessage":"Task successfully enqueued."}');
    const uploadSeconds = (performance.now() - uploadStartedAt) / 1000;

    const [ticks = ''] = await readdir(join(folder, 'downloads', '1'));
    const project = join(folder, 'downloads', '1', ticks, 'noise.blend');
    assert.equal((await stat(project)).size, fileBytes);
    await assertNoise(project);

    const downloadStartedAt = performance.now();
    const response = await fetch(`${api.address}/renderapi/v1/download`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ TaskId: 1, IncludeProject: true }),
    });
    assert.equal(response.status, 200);
    let received = 0;
    for await (const chunk of response.body ?? []) received += (chunk as Uint8Array).length;
    assert.ok(received > fileBytes, `${received} bytes came down`);
    const downloadSeconds = (performance.now() - downloadStartedAt) / 1000;

    const peak = api.program.peakMemoryBytes();
    const rate = (seconds: number) => `${(fileBytes / mebibyte / seconds).toFixed(0)} MiB/s`;
    t.diagnostic(`upload ${rate(uploadSeconds)}, download ${rate(downloadSeconds)}`);
    t.diagnostic(`RenderAPI's peak memory ${(peak / mebibyte).toFixed(0)} MiB`);
    assert.ok(peak < memoryGoalBytes, `${peak} bytes`);
  });
});

/** Posts a stream over one connection; `fetch` would keep its own copy of what it sends. */
async function upload(
  url: string,
  { headers, body }: { headers: Record<string, string>; body: Readable },
): Promise<string> {
  const outgoing = request(url, { method: 'POST', headers });
  const answered = new Promise<string>((resolve, reject) => {
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      response.setEncoding('utf8');
      response.toArray().then((chunks) => {
        resolve(chunks.join(''));
      }, reject);
    });
  });
  await Promise.all([pipeline(body, outgoing), answered]);
  return answered;
}
