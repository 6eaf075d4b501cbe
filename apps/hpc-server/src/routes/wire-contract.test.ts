import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { createLogger } from '@renderonline/runtime';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { createRenderSlot, type RenderSlot } from '../renders/render-slot.ts';
import { processTable } from '../processes/process-table.ts';
import { createHpcApp } from '../server/create-hpc-app.ts';
import type { HpcServerSettings } from '../settings/hpc-server-settings.ts';
import { mockEngine, testSettings } from '../testing/test-server.ts';
import { until } from '../testing/until.ts';
import { createTrustedAddresses } from '../trust/trusted-addresses.ts';

const running = { EngineId: 'mock', TaskId: 7, Arguments: '--hang' };
const silent = createLogger({ name: 'test', level: 'silent' });

/** A request, what the machine does meanwhile, and the answer of the wire contract, to the letter. */
interface Row {
  readonly what: string;
  readonly path: '/hpc/start' | '/hpc/stop';
  readonly body: unknown;
  readonly machine?: 'idle' | 'rendering task 7';
  readonly request?: Partial<InjectOptions>;
  readonly status: number;
  readonly message: string;
}

const accepted = 'Rendering using engine with identifier: ';
const invalid = 'Invalid render arguments!';
const otherTask = 'No process running with provided task identifier!';

const rows: readonly Row[] = [
  row('start: ok', 'start', { ...running }, 200, `${accepted}mock`),
  row(
    'start: engine ids compare without case',
    'start',
    { ...running, EngineId: 'MOCK' },
    200,
    `${accepted}MOCK`,
  ),
  row(
    'start: the program name in front',
    'start',
    { ...running, Arguments: 'mock --hang' },
    200,
    `${accepted}mock`,
  ),
  row(
    'start: properties in any case, numbers as strings, unknown properties',
    'start',
    { engineid: 'mock', taskID: '7', ARGUMENTS: '--hang', Other: null },
    200,
    `${accepted}mock`,
  ),
  {
    ...row('start: whatever the content type', 'start', running, 200, `${accepted}mock`),
    request: { headers: { 'content-type': 'text/plain' } },
  },
  {
    ...row('start: ASP.NET compares paths without case', 'start', running, 200, `${accepted}mock`),
    request: { url: '/HPC/Start/' },
  },
  busy('start: a render is running', running),
  busy('start: a render is running, and the request is no good either', {}),
  row('start: no body', 'start', undefined, 400, invalid),
  row('start: not JSON', 'start', 'EngineId=mock', 400, invalid),
  row('start: JSON, but no object', 'start', [1], 400, invalid),
  row('start: null', 'start', 'null', 400, invalid),
  row('start: no EngineId', 'start', { TaskId: 7, Arguments: '-b' }, 400, invalid),
  row('start: null for EngineId', 'start', { ...running, EngineId: null }, 400, invalid),
  row('start: no Arguments', 'start', { EngineId: 'mock', TaskId: 7 }, 400, invalid),
  row('start: empty Arguments', 'start', { ...running, Arguments: ' ' }, 400, invalid),
  row('start: TaskId is no id', 'start', { ...running, TaskId: -1 }, 400, invalid),
  row('start: TaskId beyond 64 bits', 'start', { ...running, TaskId: '18446744073709551616' }, 400, invalid),
  row(
    'start: engine not configured',
    'start',
    { ...running, EngineId: 'maya' },
    400,
    'Requested rendering engine not configured: maya',
  ),
  row('stop: nothing running', 'stop', { TaskId: 7 }, 200, 'No active render!'),
  row('stop: nothing running, no body', 'stop', undefined, 200, 'No active render!'),
  { ...row('stop: another task runs', 'stop', { TaskId: 8 }, 400, otherTask), machine: 'rendering task 7' },
  { ...row('stop: another task runs, no TaskId', 'stop', {}, 400, otherTask), machine: 'rendering task 7' },
  {
    ...row('stop: ok', 'stop', { taskId: '7' }, 200, 'Active render terminated!'),
    machine: 'rendering task 7',
  },
];

function row(what: string, verb: 'start' | 'stop', body: unknown, status: number, message: string): Row {
  return { what, path: `/hpc/${verb}`, body, status, message };
}

function busy(what: string, body: unknown): Row {
  return {
    ...row(what, 'start', body, 400, 'There already is an active render!'),
    machine: 'rendering task 7',
  };
}

describe('the wire contract of /hpc', () => {
  let app: FastifyInstance;
  let slot: RenderSlot;
  let settings: HpcServerSettings;

  before(async () => {
    const none = () => undefined;
    const nothing = async () => undefined;
    settings = await testSettings({ stopGraceMs: 1000 });
    slot = createRenderSlot({
      settings,
      table: processTable,
      guardian: { guard: none, forget: none },
      instance: { add: nothing, remove: nothing },
      instanceId: 'wire-contract-test',
      env: process.env,
      clock: { elapsedMs: () => performance.now(), now: () => new Date() },
      log: silent,
    });
    app = createHpcApp({
      engines: [mockEngine, { engineId: 'missing', executablePath: '/nowhere/maya', leadingArguments: [] }],
      slot,
      trusted: createTrustedAddresses(['127.0.0.0/8', '::1']),
      log: silent,
    });
  });
  after(async () => {
    await slot.close();
    await app.close();
    await rm(settings.dataDirectory, { recursive: true, force: true });
  });

  async function send(path: string, body: unknown, request: Partial<InjectOptions> = {}) {
    const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const headers = { 'content-type': 'application/json' };
    const options = {
      method: 'POST' as const,
      url: path,
      headers,
      ...(payload === undefined ? {} : { payload }),
    };
    const response = await app.inject({ ...options, ...request });
    return { status: response.statusCode, headers: response.headers, body: response.json<unknown>() };
  }

  async function beIdle(): Promise<void> {
    const latest = slot.latest();
    if (latest) await latest.stop('canceled');
  }

  it('status: no render yet', async () => {
    const response = await app.inject('/hpc/status');
    assert.equal(response.statusCode, 200);
    assert.equal(response.headers['content-type'], 'application/json; charset=utf-8');
    assert.equal(response.body, '{"EngineIds":["mock","missing"],"Task":null}');
    assert.deepEqual((await app.inject('/hpc/attempt')).json(), {
      EngineIds: ['mock', 'missing'],
      Attempt: null,
    });
  });

  for (const { what, path, body, machine = 'idle', request, status, message } of rows) {
    it(what, async () => {
      await beIdle();
      if (machine === 'rendering task 7') assert.equal((await send('/hpc/start', running)).status, 200);
      const answer = await send(path, body, request);
      assert.deepEqual(answer.body, { IsSuccess: status === 200, Message: message });
      assert.equal(answer.status, status);
      assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
    });
  }

  it('status: the running task, and after its end the last one', async () => {
    await beIdle();
    await send('/hpc/start', {
      ...running,
      TaskId: '18446744073709551615',
      Arguments: '--frames 1-2 --hang',
    });
    const during = (await app.inject('/hpc/status')).body;
    const taskRuns =
      /"Task":{"TaskId":18446744073709551615,"IsSuccess":false,"IsRunning":true,"TotalSeconds":\d+}}$/;
    assert.match(during, taskRuns);
    await send('/hpc/stop', { TaskId: '18446744073709551615' });
    const stopped = (await app.inject('/hpc/status')).body;
    assert.match(stopped, /"IsSuccess":false,"IsRunning":false,"TotalSeconds":\d+\}\}$/);

    await send('/hpc/start', { EngineId: 'mock', Arguments: '--frames 1-1' });
    await until('it succeeds', () => slot.latest()?.end()?.outcome === 'succeeded');
    const { Task } = (await app.inject('/hpc/status')).json<{ Task: object }>();
    assert.deepEqual(
      { ...Task, TotalSeconds: 0 },
      { TaskId: 0, IsSuccess: true, IsRunning: false, TotalSeconds: 0 },
    );
  });

  it('a program that is not there is a refusal that says what to do, and an attempt that could not start', async () => {
    await beIdle();
    const { status, body } = await send('/hpc/start', { ...running, EngineId: 'missing', AttemptId: 'm-1' });
    assert.equal(status, 400);
    assert.match(
      JSON.stringify(body),
      /engine missing is not at \/nowhere\/maya; install it there, or correct Exec/,
    );
    const { Attempt } = (await app.inject('/hpc/attempt')).json<{ Attempt: Record<string, unknown> }>();
    assert.equal(Attempt['Outcome'], 'could-not-start');
    assert.equal(Attempt['AttemptId'], 'm-1');
  });

  it('the same attempt is started once, however often it is asked for', async () => {
    await beIdle();
    const order = { ...running, AttemptId: 'a-1', Arguments: '--frames 1-1' };
    const answers = await Promise.all([send('/hpc/start', order), send('/hpc/start', order)]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    const first = slot.latest();
    await until('it ends', () => first?.end() !== undefined);
    assert.equal((await send('/hpc/start', order)).status, 200);
    assert.equal(slot.latest(), first);
    const next = await send('/hpc/start', { ...order, AttemptId: 'a-2', Arguments: '--hang' });
    assert.equal(next.status, 200);
    assert.equal(
      (await send('/hpc/start', order)).status,
      200,
      'an order that arrives late is not in the way',
    );
    assert.equal(
      (await send('/hpc/stop', { TaskId: 7, AttemptId: 'a-1' })).status,
      400,
      'another attempt runs',
    );
    assert.equal((await send('/hpc/stop', { TaskId: 7, AttemptId: 'a-2' })).status, 200);
  });

  for (const path of ['/hpc/start', '/hpc/stop']) {
    it(`${path} obeys trusted addresses only`, async () => {
      await beIdle();
      for (const remoteAddress of ['203.0.113.7', '::ffff:203.0.113.7', '2001:db8::1']) {
        const forged = { remoteAddress, headers: { 'x-forwarded-for': '127.0.0.1' } };
        const { status, body } = await send(path, running, forged);
        assert.equal(status, 403);
        assert.match(
          JSON.stringify(body),
          /"IsSuccess":false,.*(203\.0\.113\.7|2001:db8::1).*TrustedRenderApis/,
        );
      }
      assert.notEqual((await send(path, running, { remoteAddress: '::ffff:127.0.0.1' })).status, 403);
      await beIdle();
      const fromPage = { headers: { origin: 'http://127.0.0.1:5001' } };
      assert.equal((await send(path, running, fromPage)).status, 403);
    });
  }

  it('anyone may ask for the status; the attempt with its paths is for trusted RenderAPIs', async () => {
    const remoteAddress = '203.0.113.7';
    assert.equal((await app.inject({ url: '/hpc/status', remoteAddress })).statusCode, 200);
    assert.equal((await app.inject({ url: '/hpc/attempt', remoteAddress })).statusCode, 403);
    const log = '/hpc/attempt/log?AttemptId=1-a&From=0';
    assert.equal((await app.inject({ url: log, remoteAddress })).statusCode, 403);
    assert.equal((await app.inject(log)).statusCode, 404);
    for (const query of [
      '',
      '?AttemptId=1-a',
      '?AttemptId=1-a&From=-1',
      '?AttemptId=1-a&AttemptId=2-b&From=0',
    ]) {
      assert.equal((await app.inject(`/hpc/attempt/log${query}`)).statusCode, 400, query);
    }
  });

  it('a request that is too large, or for something else, is refused in the same shape', async () => {
    const large = await send('/hpc/start', 'x'.repeat(5 * 1024 * 1024));
    assert.deepEqual(
      [large.status, large.body],
      [413, { IsSuccess: false, Message: 'The request is too large.' }],
    );
    assert.equal((await send('/hpc/other', {})).status, 404);
  });
});
