import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createLogger } from '@renderonline/runtime';
import { doorOf } from '../joining/membership.ts';
import { createLinkHttp } from '../link/http/link-http.ts';
import { createLinkState } from '../link/link-state.ts';
import { leaseOf, mockTask, startTestRunner, type TestRunner } from '../testing/test-runner.ts';
import { until } from '../testing/until.ts';
import { createFileInspector } from './file-inspector.ts';

describe('uploads over HTTP', () => {
  let server: Server;
  let test: TestRunner;
  let closeDoor: () => void;
  /** Requests so far, as `lease/frame`, and how each is answered. */
  let asked: string[];
  let answerTo: (what: string) => { status: number; code?: string } | 'cut';

  beforeEach(async () => {
    asked = [];
    answerTo = () => ({ status: 204 });
    server = createServer((request, response) => {
      const [, leaseId, frame] = /leases\/(\d+)\/frames\/(\d+)\/outputs/.exec(request.url ?? '') ?? [];
      request.resume().on('end', () => {
        const what = `${leaseId}/${frame}`;
        asked.push(what);
        const answer = answerTo(what);
        if (answer === 'cut') request.socket.destroy();
        else response.writeHead(answer.status).end(JSON.stringify({ code: answer.code }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const door = doorOf({
      ...{ address: `http://127.0.0.1:${port}`, machineId: 1, secret: 's', name: 'm' },
      ...{ certificate: null, pairedWith: null },
    });
    closeDoor = () => {
      door.agent.destroy();
    };
    const log = createLogger({ name: 'test', level: 'silent' });
    const http = createLinkHttp({ door, state: createLinkState(), random: () => 0, log });
    test = await startTestRunner({ api: { putOutput: (output, signal) => http.putOutput(output, signal) } });
    test.runner.takeTask(mockTask(1));
  });
  afterEach(async () => {
    await test.close();
    closeDoor();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('are tried again while RenderAPI is away or busy, and later frames render meanwhile', async () => {
    let isAway = true;
    answerTo = () => (isAway ? (asked.length % 2 === 0 ? { status: 503 } : 'cut') : { status: 204 });
    test.runner.offer([leaseOf(1, 1, 1), leaseOf(2, 1, 2)]);
    await test.untilSaid('started 2');
    await until('lease 1 was tried again', () => asked.filter((what) => what === '1/1').length >= 3);
    assert.ok(!test.said().some((what) => what.startsWith('frame-done')));
    isAway = false;
    await test.untilSaid('ended 2 succeeded');
    await test.untilSaid('ended 1 succeeded');
  });

  it('wait while the disk of RenderAPI is full, and fail no frame', async () => {
    let isFull = true;
    answerTo = () => (isFull ? { status: 507, code: 'disk-full' } : { status: 204 });
    test.runner.offer([leaseOf(1, 1, 1)]);
    await until('the output was tried again', () => asked.length >= 3);
    assert.ok(!test.said().some((what) => /^(frame-done|ended)/.test(what)));
    isFull = false;
    await test.untilSaid('ended 1 succeeded');
  });

  it('are sent again when they were damaged, three times at most', async () => {
    answerTo = (what) =>
      what === '1/1' && asked.length < 3 ? { status: 400, code: 'output-corrupted' } : { status: 204 };
    test.runner.offer([leaseOf(1, 1, 1)]);
    await test.untilSaid('ended 1 succeeded');
    assert.deepEqual(asked, ['1/1', '1/1', '1/1']);
    answerTo = () => ({ status: 400, code: 'output-corrupted' });
    test.runner.offer([leaseOf(2, 1, 2)]);
    await test.untilSaid('ended 2 failed output-broken');
    assert.equal(asked.length, 6);
  });

  it('are given up with a lease that is of another machine now', async () => {
    answerTo = (what) => (what === '1/1' ? { status: 409, code: 'lease-lost' } : { status: 204 });
    test.runner.offer([leaseOf(1, 1, 1), leaseOf(2, 1, 2)]);
    await test.untilSaid('ended 2 succeeded');
    await until('nothing is held', () => test.runner.held().length === 0);
    assert.deepEqual(
      test.said().filter((what) => /^(frame-done|ended) 1/.test(what)),
      [],
    );
  });
});

it('files are read for their hash, large ones on another thread', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'renderonline-inspect-'));
  const inspector = createFileInspector();
  try {
    const sizes = [0, 1000, 300_000, 3_000_000];
    const found = await Promise.all(
      sizes.map(async (size) => {
        const content = randomBytes(size);
        const path = join(folder, `${size}.bin`);
        await writeFile(path, content);
        const { sha256, ...rest } = await inspector.inspect(path, 'image');
        assert.equal(sha256, createHash('sha256').update(content).digest('hex'));
        return rest;
      }),
    );
    assert.deepEqual(
      found,
      sizes.map((size) => ({ size, fault: null, warning: null })),
    );
    const large = join(folder, 'large.png');
    await writeFile(large, randomBytes(2_000_000));
    assert.match((await inspector.inspect(large, 'image')).fault ?? '', /does not begin as a PNG/);
    await assert.rejects(inspector.inspect(join(folder, 'none'), 'hash'), { code: 'ENOENT' });
    const waiting = inspector.inspect(join(folder, '3000000.bin'), 'hash');
    await new Promise(setImmediate);
    await Promise.all([inspector.close(), waiting.catch(() => undefined)]);
    await assert.rejects(inspector.inspect(join(folder, '3000000.bin'), 'hash'), /closed/);
  } finally {
    await inspector.close();
    await rm(folder, { recursive: true });
  }
});
