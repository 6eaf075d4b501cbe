import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createLogger } from '@renderonline/runtime';
import { doorOf } from '../../joining/membership.ts';
import type { LinkHttp, OutputFile } from '../../leases/lease-runner.ts';
import { createLinkState } from '../link-state.ts';
import { startFakeRenderApi, type FakeRenderApi } from '../testing/fake-render-api.ts';
import { testMembership } from '../testing/test-machine.ts';
import { createLinkHttp } from './link-http.ts';

const log = createLogger({ name: 'test', level: 'silent' });
const never = new AbortController().signal;

describe("RenderAPI's files for a machine", () => {
  let api: FakeRenderApi;
  let http: LinkHttp;
  let folder: string;
  let closeDoor: () => void;
  const bytes = randomBytes(700_000);
  const project = { taskId: 4, sha256: null };
  beforeEach(async () => {
    api = await startFakeRenderApi();
    folder = await mkdtemp(join(tmpdir(), 'renderonline-http-'));
    const door = doorOf(testMembership(api.address));
    closeDoor = () => {
      door.agent.destroy();
    };
    http = createLinkHttp({ door, state: createLinkState(), random: () => 0, log });
  });
  afterEach(async () => {
    closeDoor();
    await api.stop();
    await rm(folder, { recursive: true });
  });

  async function output(): Promise<OutputFile> {
    const path = join(folder, 'frame.png');
    await writeFile(path, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return {
      leaseId: 9,
      token: 'token-9',
      frame: -3,
      name: 'passes/ö 1.png',
      path,
      size: bytes.length,
      sha256,
    };
  }

  async function bodyOf(request: IncomingMessage): Promise<Buffer> {
    return Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
  }

  function refuse(response: ServerResponse, status: number, code: string): void {
    response.writeHead(status, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ code, detail: `It is ${code}.` }));
  }

  it('come from where they broke off', async () => {
    const asked: (string | undefined)[] = [];
    api.onRequest = ({ url, headers }, response) => {
      asked.push(url, headers.authorization, headers.range);
      const from = Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0);
      const part = bytes.subarray(from);
      const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
      response.writeHead(from === 0 ? 200 : 206, {
        'content-length': part.length,
        ...(from === 0 ? {} : { 'content-range': range }),
      });
      response.end(part);
    };
    for (const offset of [0, 500_000]) {
      const { startsAt, totalBytes, body } = await http.openFile(project, { offset, signal: never });
      assert.deepEqual([startsAt, totalBytes], [offset, bytes.length]);
      const read = Buffer.concat(await Array.fromAsync(body as AsyncIterable<Buffer>));
      assert.ok(read.equals(bytes.subarray(offset)));
    }
    const part = { taskId: 4, sha256: 'a'.repeat(64) };
    await (await http.openFile(part, { offset: 0, signal: never })).body.toArray();
    assert.equal(asked.splice(6)[0], `/renderapi/link/tasks/4/files/${'a'.repeat(64)}`);
    const path = '/renderapi/link/tasks/4/project';
    assert.deepEqual(asked, [path, 'Machine 7.geheim', undefined, path, 'Machine 7.geheim', 'bytes=500000-']);
  });

  it('begin anew where RenderAPI knows no ranges, and are refused with its words', async () => {
    api.onRequest = (_request, response) => response.writeHead(200, { 'content-length': 5 }).end('whole');
    const whole = await http.openFile(project, { offset: 3, signal: never });
    assert.deepEqual([whole.startsAt, whole.totalBytes], [0, 5]);
    whole.body.destroy();
    api.onRequest = (_request, response) => {
      refuse(response, 409, 'lease-lost');
    };
    await assert.rejects(http.openFile(project, { offset: 0, signal: never }), {
      name: 'LinkRefusal',
      status: 409,
      code: 'lease-lost',
      message: 'It is lease-lost.',
    });
    api.onRequest = (_request, response) => {
      refuse(response, 503, 'not-scheduling');
    };
    await assert.rejects(http.openFile(project, { offset: 0, signal: never }), {
      name: 'FarmBusy',
      status: 503,
    });
  });

  it('are uploaded under the token, again while RenderAPI cannot', async () => {
    const tries: string[] = [];
    api.onRequest = (request, response) => {
      tries.push(`${request.method} ${request.url} ${String(request.headers['lease-token'])}`);
      void bodyOf(request)
        .then((body) => {
          if (tries.length === 1) request.socket.destroy();
          else if (tries.length === 2) refuse(response, 503, 'too-busy');
          else if (tries.length === 3) refuse(response, 400, 'output-corrupted');
          else response.writeHead(body.equals(bytes) ? 204 : 400).end();
        })
        // The first one is broken by ourselves.
        .catch(() => undefined);
    };
    await http.putOutput(await output(), never);
    const path = '/renderapi/link/leases/9/frames/-3/outputs/passes%2F%C3%B6%201.png';
    assert.deepEqual(
      tries,
      Array.from({ length: 4 }, () => `PUT ${path} token-9`),
    );
  });

  it('are not uploaded any more once RenderAPI has refused, even before it has them', async () => {
    let tries = 0;
    api.onRequest = (_request, response) => {
      tries += 1;
      refuse(response, 409, 'lease-lost');
    };
    await assert.rejects(http.putOutput(await output(), never), { code: 'lease-lost' });
    assert.equal(tries, 1);
  });

  it('are given up when nobody wants them, or when they cannot be read here', async () => {
    await api.stop();
    const file = await output();
    await assert.rejects(http.putOutput(file, AbortSignal.timeout(50)), { name: 'TimeoutError' });
    await assert.rejects(http.putOutput({ ...file, path: join(folder, 'absent') }, never), {
      code: 'ENOENT',
    });
    await api.start();
  });
});
