import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { bundlesPath, type BundleIndex, type ProjectRequest } from '@renderonline/contract';

/** For tests: a RenderAPI that takes projects and speaks tus, and breaks connections when it is told to. */
export interface FakeUploads {
  readonly url: string;
  /** What it has, by SHA-256. */
  readonly contents: Map<string, Buffer>;
  /** Method and path of each request. */
  readonly asked: string[];
  readonly manifests: ProjectRequest[];
  /** Bytes of bodies that came to uploads. */
  receivedBytes(): number;
  /** The next PATCHes are cut off after so many bytes each. */
  cutAfter: number[];
  /** Answers the next requests to uploads with these statuses. */
  refuseWith: { status: number; code: string }[];
  close(): Promise<void>;
}

interface Upload {
  readonly sha256: string;
  readonly length: number;
  offset: number;
  chunks: Buffer[];
}

export async function startFakeUploads(): Promise<FakeUploads> {
  const contents = new Map<string, Buffer>();
  const uploads = new Map<string, Upload>();
  let receivedBytes = 0;
  const server = createServer((request, response) => {
    fake.asked.push(`${request.method} ${request.url}`);
    void answer(request, response).catch(() => response.destroy());
  });
  const fake: FakeUploads = {
    url: await new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        resolve(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
      });
    }),
    ...{ contents, asked: [], manifests: [], cutAfter: [], refuseWith: [] },
    receivedBytes: () => receivedBytes,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/renderapi/v2/projects') return answerProject(request, response);
    const refusal = fake.refuseWith.shift();
    if (refusal !== undefined) {
      response.writeHead(refusal.status, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ code: refusal.code, detail: `It is ${refusal.code}.` }));
      return;
    }
    if (request.url === bundlesPath) return takeBundle(request, response);
    if (request.method === 'POST') return begin(request, response);
    const id = request.url?.split('/').at(-1) ?? '';
    const upload = uploads.get(id);
    if (upload === undefined) return void response.writeHead(404).end();
    if (request.method === 'PATCH') await receive(request, upload);
    const status = request.method === 'PATCH' ? 204 : 200;
    response.writeHead(status, { 'upload-offset': upload.offset }).end();
  }

  async function answerProject(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const manifest = JSON.parse(Buffer.concat(await request.toArray()).toString()) as ProjectRequest;
    fake.manifests.push(manifest);
    const lacking = manifest.files.filter(({ sha256 }) => !contents.has(sha256));
    const missing = [...new Map(lacking.map(({ sha256, size }) => [sha256, { sha256, size }])).values()];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ projectId: 7, isComplete: missing.length === 0, missing }));
  }

  async function takeBundle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bundle = Buffer.concat(await request.toArray());
    let at = bundle.indexOf('\n') + 1;
    const index = JSON.parse(bundle.subarray(0, at).toString()) as BundleIndex;
    for (const { sha256, size } of index.contents) {
      const content = bundle.subarray(at, at + size);
      if (createHash('sha256').update(content).digest('hex') !== sha256) throw new Error('wrong bytes');
      contents.set(sha256, content);
      receivedBytes += size;
      at += size;
    }
    if (at !== bundle.length) throw new Error('too many bytes');
    response.writeHead(204).end();
  }

  async function begin(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const encoded = /sha256 ([^,]+)/.exec(String(request.headers['upload-metadata']))?.[1] ?? '';
    const sha256 = Buffer.from(encoded, 'base64').toString();
    const length = Number(request.headers['upload-length']);
    const upload: Upload = { sha256, length, offset: contents.has(sha256) ? length : 0, chunks: [] };
    const id = String(uploads.size + 1);
    uploads.set(id, upload);
    await receive(request, upload);
    const headers = { location: `${fake.url}/renderapi/v2/uploads/${id}`, 'upload-offset': upload.offset };
    response.writeHead(201, headers).end();
  }

  async function receive(request: IncomingMessage, upload: Upload): Promise<void> {
    let left = request.method === 'PATCH' ? (fake.cutAfter.shift() ?? Infinity) : Infinity;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      const taken = chunk.subarray(0, left);
      left -= taken.length;
      receivedBytes += taken.length;
      upload.offset += taken.length;
      upload.chunks.push(taken);
      if (left === 0) request.destroy();
    }
    if (upload.offset < upload.length || contents.has(upload.sha256)) return;
    const content = Buffer.concat(upload.chunks);
    if (createHash('sha256').update(content).digest('hex') !== upload.sha256) throw new Error('wrong bytes');
    contents.set(upload.sha256, content);
  }

  return fake;
}
