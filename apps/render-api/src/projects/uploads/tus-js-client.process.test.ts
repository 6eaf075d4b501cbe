// A client of tus that is not ours, against a real RenderAPI: broken off, taken up by another run, and through a kill -9.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as tus from 'tus-js-client';
import { startApi, type Api } from '../../../../../tests/support/farm.ts';
import { freePort, killAllPrograms } from '../../../../../tests/support/program.ts';
import { seedFarm } from '../../../../../tests/support/seed-farm.ts';

/** Node's half of the library has it; its types do not. */
const { FileUrlStorage } = tus as unknown as { FileUrlStorage: new (path: string) => tus.UrlStorage };

const chunkBytes = 1_000_000;
const chunks = 12;

let folder: string;
let configuration: Record<string, unknown>;
let credentials: { email: string; token: string };
let api: Api;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renderonline-tus-'));
  const { connectionString, email, token } = await seedFarm(folder, {
    engine: ['--name', 'any', '--extension', '.bin', '--template', '$RENDERONLINE:@uploaded_file'],
  });
  credentials = { email, token };
  configuration = {
    ...{ ConnectionString: connectionString, Port: await freePort(), Announce: false },
    ContentsDirectory: join(folder, 'contents'),
  };
  api = await startApi(folder, configuration);
});
after(async () => {
  await killAllPrograms();
  await rm(folder, { recursive: true });
});

test('tus-js-client goes on where it was, in another run and after RenderAPI was killed', async () => {
  const bytes = randomBytes(chunkBytes * chunks + 17);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const filePath = join(folder, 'scene.bin');
  await writeFile(filePath, bytes);

  /** One run of a program that uploads the file. @param onChunk told after each how much RenderAPI has taken */
  async function run(onChunk: (accepted: number, upload: tus.Upload) => void): Promise<{ resumed: boolean }> {
    const ended = Promise.withResolvers<undefined>();
    const upload = new tus.Upload(createReadStream(filePath), {
      endpoint: `${api.address}/renderapi/v2/uploads`,
      headers: credentials,
      metadata: { filename: 'scene.bin', sha256 },
      chunkSize: chunkBytes,
      retryDelays: Array.from({ length: 100 }, () => 100),
      urlStorage: new FileUrlStorage(join(folder, 'tus-urls.json')),
      removeFingerprintOnSuccess: true,
      onChunkComplete: (_size, accepted) => {
        onChunk(accepted, upload);
        if (isStopped) ended.resolve(undefined);
      },
      onSuccess: () => {
        ended.resolve(undefined);
      },
      onError: ended.reject,
    });
    let isStopped = false;
    const abort = upload.abort.bind(upload);
    upload.abort = async () => {
      isStopped = true;
      await abort();
    };
    const [previous] = await upload.findPreviousUploads();
    if (previous !== undefined) upload.resumeFromPreviousUpload(previous);
    upload.start();
    await ended.promise;
    return { resumed: previous !== undefined };
  }

  const first = await run((accepted, upload) => {
    if (accepted === 4 * chunkBytes) void upload.abort();
  });
  assert.equal(first.resumed, false);

  const accepted: number[] = [];
  let restart: Promise<void> | undefined;
  const second = await run((bytesAccepted) => {
    accepted.push(bytesAccepted);
    if (bytesAccepted === 8 * chunkBytes) restart ??= killAndStart();
  });
  assert.equal(second.resumed, true);
  await restart;
  assert.ok((accepted[0] ?? 0) >= 5 * chunkBytes, `it began anew: ${accepted.join(', ')}`);
  assert.deepEqual(
    accepted,
    [...new Set(accepted)].sort((a, b) => a - b),
    'nothing came twice',
  );
  const kept = await readFile(join(folder, 'contents', sha256.slice(0, 2), sha256));
  assert.equal(createHash('sha256').update(kept).digest('hex'), sha256);
});

async function killAndStart(): Promise<void> {
  await api.program.kill('SIGKILL');
  api = await startApi(folder, configuration);
}
