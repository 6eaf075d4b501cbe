import { createHash, hash, randomBytes } from 'node:crypto';
import { Agent, createServer, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { startBenchFarm } from './bench-farm.ts';

const mebibyte = 2 ** 20;
const largeBytes = 1024 * mebibyte;
const smallFiles = 10_000;
const smallBytes = 4096;
const connections = 8;

interface Sending {
  readonly method: 'POST' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string | number>>;
  /** Chunks of what is sent. */
  readonly body?: Iterable<Buffer>;
}

interface Sender {
  /** @returns the answer's headers and text; throws unless it is a good one */
  send(sending: Sending): Promise<{ headers: IncomingHttpHeaders; text: string }>;
  close(): void;
}

/** The same plain sender for RenderAPI and for the sink, so that the ratio is about what receives. */
function createSender(): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    async send({ method, url, headers, body = [] }) {
      const outgoing = request(url, { method, headers, agent });
      const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
      for (const chunk of body) if (!outgoing.write(chunk)) await once(outgoing, 'drain');
      outgoing.end();
      const [response] = await answered;
      let text = '';
      for await (const chunk of response) text += String(chunk);
      const status = response.statusCode ?? 0;
      if (status < 200 || status > 299) throw new Error(`${method} ${url}: ${status} ${text}`);
      return { headers: response.headers, text };
    },
    close: () => {
      agent.destroy();
    },
  };
}

/** A server that takes what is sent and forgets it: what HTTP itself allows on this computer. */
async function startSink() {
  const server = createServer((incoming, response) => {
    incoming.on('data', () => undefined);
    incoming.on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => server.close(),
  };
}

/** 1 GiB in blocks of which each is another, and its hash. */
function largeContent() {
  const block = randomBytes(mebibyte);
  const blocks = function* (): Generator<Buffer> {
    for (let at = 0; at < largeBytes; at += block.length) {
      block.writeUInt32LE(at / block.length, 0);
      // A copy: what was handed over must not change any more.
      for (let from = 0; from < block.length; from += mebibyte / 4) {
        yield Buffer.from(block.subarray(from, from + mebibyte / 4));
      }
    }
  };
  const sha256 = createHash('sha256');
  for (const chunk of blocks()) sha256.update(chunk);
  return { blocks, sha256: sha256.digest('hex') };
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

const tus = { 'tus-resumable': '1.0.0' };
const bytesType = { 'content-type': 'application/offset+octet-stream' };
const announced = (sha256: string, size: number) => ({
  ...tus,
  'upload-length': size,
  'upload-metadata': `sha256 ${btoa(sha256)}`,
});

/** Resumable uploads beside a server that forgets: 1 GiB in one piece, and 10,000 files of 4 KiB. */
export async function benchProjects(): Promise<void> {
  const farm = await startBenchFarm({ template: '$RENDERONLINE:@uploaded_file' });
  const sink = await startSink();
  const sender = createSender();
  const uploads = `${farm.api.address}/renderapi/v2/uploads`;
  const credentials = { ...farm.credentials };
  try {
    const { blocks, sha256 } = largeContent();
    const sendLarge = async (method: 'POST' | 'PATCH', url: string, headers: Sending['headers']) =>
      sender.send({ method, url, headers: { ...headers, 'content-length': largeBytes }, body: blocks() });
    const toSink = largeBytes / mebibyte / (await secondsOf(() => sendLarge('POST', sink.url, {})));
    const toRenderApi =
      largeBytes /
      mebibyte /
      (await secondsOf(async () => {
        const begun = { ...credentials, ...announced(sha256, largeBytes), 'content-length': 0 };
        const { headers } = await sender.send({ method: 'POST', url: uploads, headers: begun });
        const url = new URL(headers.location ?? '', uploads).href;
        await sendLarge('PATCH', url, { ...credentials, ...tus, ...bytesType, 'upload-offset': 0 });
      }));
    console.log(
      `projects, 1 GiB        ${toRenderApi.toFixed(0)} MiB/s, ${(toRenderApi / toSink).toFixed(2)} of a sink (${toSink.toFixed(0)} MiB/s)`,
    );
    await benchSmallFiles();
    console.log(
      `projects, memory       at most ${(farm.api.program.peakMemoryBytes() / mebibyte).toFixed(0)} MiB of RenderAPI`,
    );
  } finally {
    sender.close();
    sink.close();
    await farm.end();
  }

  async function benchSmallFiles(): Promise<void> {
    const contents = Array.from({ length: smallFiles }, () => randomBytes(smallBytes));
    const hashes = contents.map((content) => hash('sha256', content));
    const sendAll = (url: string, headersOf: (index: number) => Sending['headers']) =>
      secondsOf(async () => {
        let next = 0;
        const sendSome = async (): Promise<void> => {
          for (let index = next++; index < smallFiles; index = next++) {
            const content = contents[index] ?? Buffer.alloc(0);
            const headers = { ...headersOf(index), 'content-length': content.length };
            await sender.send({ method: 'POST', url, headers, body: [content] });
          }
        };
        await Promise.all(Array.from({ length: connections }, sendSome));
      });
    const manifest = JSON.stringify({
      mainPath: '0.mock',
      files: hashes.map((sha256, index) => ({ path: `${index}.mock`, size: smallBytes, sha256 })),
    });
    const ask = async () => {
      const url = `${farm.api.address}/renderapi/v2/projects`;
      const headers = { ...credentials, 'content-length': manifest.length };
      const { text } = await sender.send({ method: 'POST', url, headers, body: [Buffer.from(manifest)] });
      return JSON.parse(text) as { isComplete: boolean; missing: unknown[] };
    };
    const asking = await secondsOf(ask);
    const toSink = smallFiles / (await sendAll(sink.url, () => ({})));
    const toRenderApi =
      smallFiles /
      (await sendAll(uploads, (index) => ({
        ...credentials,
        ...announced(hashes[index] ?? '', smallBytes),
        ...bytesType,
      })));
    const askingAgain = await secondsOf(async () => {
      const { isComplete, missing } = await ask();
      if (!isComplete) throw new Error(`${missing.length} files are missing after all were uploaded`);
    });
    console.log(
      `projects, 10,000 files ${toRenderApi.toFixed(0)} files/s of 4 KiB, ${(toRenderApi / toSink).toFixed(2)} of a sink (${toSink.toFixed(0)} files/s); ` +
        `to ask what is missing ${(asking * 1000).toFixed(0)} ms, and ${(askingAgain * 1000).toFixed(0)} ms when it is nothing`,
    );
  }
}
