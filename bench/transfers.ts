import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { finished } from 'node:stream/promises';
import { join } from 'node:path';
import { createClient } from '../packages/client/src/index.ts';
import { streamResultZip } from '../packages/storage/src/index.ts';
import { startBenchFarm } from './bench-farm.ts';

const mebibyte = 2 ** 20;
const fileBytes = 1024 * mebibyte;

async function writeNoise(path: string, bytes: number): Promise<void> {
  const block = randomBytes(8 * mebibyte);
  const file = await open(path, 'w');
  for (let written = 0; written < bytes; written += block.length) {
    await file.write(block, 0, Math.min(block.length, bytes - written));
  }
  await file.close();
}

async function mebibytesPerSecond(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return fileBytes / mebibyte / ((performance.now() - startedAt) / 1000);
}

/** A server that takes an upload and forgets it: what HTTP itself allows on this computer. */
async function startSink() {
  const server = createServer((request, response) => {
    request.on('data', () => undefined);
    request.on('end', () => response.setHeader('renderonline-task-id', '1').end('{"IsAdded":true}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  };
}

/** 1 GiB up, beside the same client and a server that forgets; verified by SHA-256. */
export async function benchUpload(): Promise<void> {
  const farm = await startBenchFarm({ template: '$RENDERONLINE:@uploaded_file' });
  const sink = await startSink();
  try {
    const filePath = join(farm.folder, 'noise.bin');
    await writeNoise(filePath, fileBytes);
    const upload = (baseUrl: string) => {
      const client = createClient({ baseUrl, ...farm.credentials });
      return mebibytesPerSecond(() => client.enqueue({ engineId: 1, arguments: {}, filePath }));
    };
    await upload(sink.baseUrl);
    const toSink = await upload(sink.baseUrl);
    const toRenderApi = await upload(farm.api.address);
    const [ticks = ''] = await readdir(join(farm.folder, 'downloads', '1'));
    const kept = join(farm.folder, 'downloads', '1', ticks, 'noise.bin');
    if ((await sha256(kept)) !== (await sha256(filePath)))
      throw new Error('The upload differs from the file');
    console.log(
      `upload 1 GiB   ${toRenderApi.toFixed(0)} MiB/s, ${(toRenderApi / toSink).toFixed(2)} of a sink (${toSink.toFixed(0)} MiB/s); ` +
        `peak memory of RenderAPI ${(farm.api.program.peakMemoryBytes() / mebibyte).toFixed(0)} MiB`,
    );
  } finally {
    sink.close();
    await farm.end();
  }
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** 1 GiB of pictures as a ZIP, beside `zip -0` where it is installed. */
export async function benchZip(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'renderonline-bench-zip-'));
  const folder = join(root, '1', '639000000000000000');
  try {
    await mkdir(join(folder, 'output'), { recursive: true });
    const pictures = 64;
    for (let frame = 1; frame <= pictures; frame++) {
      await writeNoise(join(folder, 'output', `frame_${frame}.png`), fileBytes / pictures);
    }
    let firstByteMs: number | undefined;
    const ours = await mebibytesPerSecond(async () => {
      const startedAt = performance.now();
      const { signal } = new AbortController();
      const stream = streamResultZip({
        filePath: join(folder, 'scene.bin'),
        includeProject: false,
        signal,
      });
      stream.once('data', () => (firstByteMs = performance.now() - startedAt));
      await finished(stream.resume());
    });
    const theirs = await mebibytesPerSecond(() => zipStored(folder)).catch(() => undefined);
    const beside =
      theirs === undefined
        ? 'zip is not installed'
        : `${(ours / theirs).toFixed(2)} × zip -0 (${theirs.toFixed(0)} MiB/s)`;
    console.log(
      `ZIP of 1 GiB   ${ours.toFixed(0)} MiB/s, first byte after ${firstByteMs?.toFixed(1)} ms; ${beside}`,
    );
  } finally {
    await rm(root, { recursive: true });
  }
}

function zipStored(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('zip', ['-0', '-q', '-r', '-', 'output'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.stdout.resume();
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`zip ended with ${String(code)}`));
    });
  });
}
