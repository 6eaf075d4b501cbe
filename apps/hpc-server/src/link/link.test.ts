import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { linkCloseCodes, type LeaseEvent, type LinkTask } from '@renderonline/contract/link';
import type { HpcServerSettings } from '../settings/hpc-server-settings.ts';
import { testSettings } from '../testing/test-server.ts';
import { until } from '../testing/until.ts';
import { startFakeRenderApi, type FakeRenderApi } from './testing/fake-render-api.ts';
import { startTestMachine } from './testing/test-machine.ts';

const limitMs = 10_000;
const lease = { leaseId: 1, token: 'token-1' };
const event = (taskId: number): LeaseEvent => ({ kind: 'session-closed', taskId });
const numbers = (api: FakeRenderApi) => api.applied.map((said) => ('taskId' in said ? said.taskId : 0));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

const task: LinkTask = {
  taskId: 3,
  engineName: 'mock',
  engineVersion: null,
  adapter: 'command',
  template: '',
  argumentNames: [],
  values: {},
  project: { fileName: 'a.blend', size: 0, sha256: '0'.repeat(64), manifest: null },
  allowsScripts: false,
  limits: { hungAfterMs: null, maxFrameMs: null },
};

describe('the link of a machine', () => {
  let api: FakeRenderApi;
  let settings: HpcServerSettings;
  const closers: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    api = await startFakeRenderApi();
    settings = await testSettings();
  });
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
    await api.stop();
    await rm(settings.dataDirectory, { recursive: true, force: true });
  });

  async function start(timing: Parameters<typeof startTestMachine>[2] = {}) {
    const machine = await startTestMachine(api.address, settings, timing);
    closers.push(() => machine.close());
    const emit = (said: LeaseEvent) => machine.runner.input?.emit(said);
    const told = (what: string) => machine.runner.told.filter(([name]) => name === what);
    const untilTold = (what: string, count = 1) =>
      until(`${what} is told`, () => told(what).length >= count, limitMs);
    return { ...machine, emit, told, untilTold };
  }
  const untilApplied = (count: number) =>
    until(`${count} events are applied`, () => api.applied.length >= count, limitMs);

  it('says where it shares what it has fetched, where it is to', async () => {
    const quiet = await start();
    await quiet.untilTold('setSlots');
    await closers.pop()?.();
    settings = { ...settings, sharePort: 0 };
    const machine = await start();
    await machine.untilTold('setSlots');
    assert.deepEqual(
      api.hellos.map(({ sharing }) => sharing?.addresses),
      [undefined, ['127.0.0.1']],
    );
    assert.deepEqual(api.faults, []);
  });

  it('shows its credential, says what it holds, and obeys', async () => {
    api.live = [lease];
    api.settings = { ...api.settings, slots: 2 };
    const machine = await start();
    await machine.untilTold('setSlots');
    assert.deepEqual(api.authorizations, ['Machine 7.geheim']);
    assert.deepEqual(machine.told('keepOnly'), [['keepOnly', [lease]]]);
    assert.deepEqual(machine.told('setSlots'), [['setSlots', 2]]);
    const offered = { ...lease, taskId: 3, first: 1, last: 5 };
    api.say({ type: 'task', task });
    api.say({ type: 'offer', leases: [offered] });
    api.say({ type: 'cancel', leases: [{ leaseId: 1, keepThrough: 2 }], reason: 'enough' });
    api.say({ type: 'close-session', taskId: 3 });
    await machine.untilTold('closeSession');
    assert.deepEqual(machine.runner.told.slice(-4), [
      ['takeTask', task],
      ['offer', [offered]],
      ['cancel', [{ leaseId: 1, keepThrough: 2 }], 'enough'],
      ['closeSession', 3],
    ]);
    api.say({ type: 'settings', settings: { ...api.settings, slots: 4 } });
    await machine.untilTold('setSlots', 2);
    assert.equal(api.faults.length, 0, api.faults.join());
  });

  it('beats, says how far frames are but not too often, and takes nothing new when drained', async () => {
    const machine = await start();
    await until('a heartbeat', () => api.heartbeats.length > 1, limitMs);
    assert.deepEqual([api.heartbeats[0]?.acceptsWork, api.heartbeats[0]?.whyNot], [true, null]);
    for (let percent = 0; percent <= 100; percent++) {
      machine.runner.input?.hint({ leaseId: 1, frame: 1, fraction: percent / 100, note: null });
    }
    await until('progress', () => api.progress.length > 0, limitMs);
    assert.deepEqual(api.progress[0]?.items, [{ leaseId: 1, frame: 1, fraction: 1, note: null }]);
    api.say({ type: 'settings', settings: { ...api.settings, drained: true } });
    await until(
      'a heartbeat that takes nothing',
      () => api.heartbeats.at(-1)?.acceptsWork === false,
      limitMs,
    );
    assert.deepEqual(machine.told('holdBack').at(-1), ['holdBack', 'The machine is drained.']);
    api.say({ type: 'settings', settings: api.settings });
    await until('a heartbeat that does', () => api.heartbeats.at(-1)?.acceptsWork === true, limitMs);
    assert.deepEqual(machine.told('holdBack').at(-1), ['holdBack', null]);
  });

  it('says what happened meanwhile, once and in order, when RenderAPI comes back', async () => {
    const machine = await start();
    machine.emit(event(1));
    await untilApplied(1);
    await api.stop();
    for (const number of upTo(300).slice(1)) machine.emit(event(number));
    await api.start();
    await untilApplied(300);
    assert.deepEqual(numbers(api), upTo(300));
    assert.deepEqual(api.faults, []);
    assert.equal(api.hellos.at(-1)?.outboxId, api.hellos[0]?.outboxId);
    assert.equal(api.hellos.at(-1)?.bootId, api.hellos[0]?.bootId);
    assert.match(api.hellos[0]?.bootId ?? '', /^\d{15}-/);
  });

  it('says each thing once however often the connection breaks, with acks that get lost', async () => {
    const machine = await start();
    let heard = 0;
    api.onMessage = (message, socket) => {
      if (message.type !== 'event') return true;
      heard += 1;
      if (heard % 37 === 0) {
        // Applied, and the connection gone before the ack is out.
        setImmediate(() => {
          socket.terminate();
        });
      } else if (heard % 53 === 0) {
        socket.terminate();
        return false;
      }
      return true;
    };
    for (const number of upTo(400)) {
      machine.emit(event(number));
      if (number % 25 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await untilApplied(400);
    assert.deepEqual(numbers(api), upTo(400));
    assert.deepEqual(api.faults, [], 'never out of order, and nothing again that was applied');
    assert.ok(api.hellos.length > 5, 'it did break');
  });

  it('keeps what was not acked over a restart of the machine, under another boot id', async () => {
    const first = await start();
    await first.untilTold('keepOnly');
    api.onMessage = (message) => message.type !== 'event';
    first.emit(event(1));
    first.emit(event(2));
    await until('both are on disk', async () => {
      const text = await readFile(join(settings.dataDirectory, 'link', 'outbox.log'), 'utf8');
      return text.includes('"taskId":2');
    });
    await closers.pop()?.();
    api.onMessage = () => true;
    const second = await start();
    second.emit(event(3));
    await untilApplied(3);
    assert.deepEqual(numbers(api), [1, 2, 3]);
    assert.equal(api.hellos[0]?.outboxId, api.hellos.at(-1)?.outboxId);
    assert.notEqual(api.hellos[0]?.bootId, api.hellos.at(-1)?.bootId);
  });

  it('takes nothing new while the outbox is full, and drops nothing of it', async () => {
    settings = { ...settings, maxOutboxBytes: 64 * 1024 };
    const machine = await start();
    await machine.untilTold('keepOnly');
    await api.stop();
    let count = 0;
    while (machine.told('holdBack').length === 0) {
      for (let index = 0; index < 100; index++) machine.emit(event((count += 1)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.match(String(machine.told('holdBack')[0]?.[1]), /outbox is full/);
    for (let index = 0; index < 50; index++) machine.emit(event((count += 1)));
    await api.start();
    await untilApplied(count);
    assert.deepEqual(numbers(api), upTo(count));
    await machine.untilTold('holdBack', 2);
    assert.deepEqual(machine.told('holdBack').at(-1), ['holdBack', null]);
  });

  it('opens a link anew on which nothing comes any more', async () => {
    const machine = await start({ silentAfterMs: 100 });
    await machine.untilTold('keepOnly');
    // A network that swallows everything: the socket stays open and says nothing.
    for (const socket of api.sockets) socket.pause();
    await until('another hello', () => api.hellos.length > 1, limitMs);
  });

  it('ends everything and stays away when it is revoked or replaced', async () => {
    const endings = [
      () => {
        api.say({ type: 'revoked' });
      },
      () => {
        for (const socket of api.sockets) socket.close(linkCloseCodes.replaced, 'another');
      },
      () => {
        api.refusal = { status: 403, body: { code: 'machine-revoked', detail: 'It was revoked.' } };
        api.cut();
      },
    ];
    const codes: string[] = [];
    for (const end of endings) {
      const machine = await start();
      await machine.untilTold('keepOnly');
      end();
      codes.push((await machine.parted).code);
      assert.deepEqual(machine.told('keepOnly').at(-1), ['keepOnly', []]);
      await closers.pop()?.();
    }
    assert.deepEqual(codes, ['machine-revoked', 'machine-replaced', 'machine-revoked']);
  });

  it('ends what it renders where nobody knows it, and asks again after a while', async () => {
    api.refusal = { status: 401, body: { code: 'machine-unauthorized', detail: 'Unknown machine.' } };
    const machine = await start({ refusedPauseMs: 20 });
    await machine.untilTold('keepOnly');
    assert.deepEqual(machine.told('keepOnly')[0], ['keepOnly', []]);
    api.refusal = null;
    await until('a hello', () => api.hellos.length > 0, limitMs);
  });

  it('waits as long as a RenderAPI asks that does not schedule', async () => {
    api.refusal = { status: 503, headers: { 'retry-after': '0' }, body: { code: 'not-scheduling' } };
    const machine = await start();
    await until('several tries', () => api.authorizations.length > 2, limitMs);
    assert.deepEqual(machine.told('keepOnly'), [], 'what it renders goes on');
    api.refusal = null;
    await machine.untilTold('keepOnly');
  });

  it('hangs up on what is none of the contract, and comes back', async () => {
    const machine = await start();
    await machine.untilTold('keepOnly');
    for (const socket of api.sockets) socket.send('{"type":"offer","leases":[]}');
    await until('another hello', () => api.hellos.length > 1, limitMs);
    assert.deepEqual(machine.told('offer'), []);
  });

  it('cuts texts to what the link takes, and refuses events that are none', async () => {
    const machine = await start();
    const reason = 'x'.repeat(10_000);
    machine.emit({ kind: 'declined', ...lease, reason, restMs: 1 });
    await untilApplied(1);
    assert.equal((api.applied[0] as { reason: string }).reason.length, 4096);
    assert.throws(() => {
      machine.emit({ kind: 'frame-started', ...lease, frame: 1.5 });
    }, /frame-started/);
  });

  it('ends when it is told to, even where nobody answers', async () => {
    await api.stop();
    const machine = await start();
    await closers.pop()?.();
    assert.deepEqual(machine.told('stop'), [['stop']]);
    await api.start();
  });
});
