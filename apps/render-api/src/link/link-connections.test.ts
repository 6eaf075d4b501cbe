import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { linkCloseCodes, linkLimits, linkPath, machineAuthorization } from '@renderonline/contract';
import { revokeMachine, updateMachine } from '@renderonline/database';
import { WebSocket } from 'ws';
import { heartbeat, helloOf } from './testing/test-agent.ts';
import { startTestLink, type TestLink, type TestMachine } from './testing/test-link.ts';
import { waitUntil } from './testing/wait-until.ts';

/** What a request for a link is answered with when it is refused. */
async function refusal(
  link: TestLink,
  headers: Record<string, string>,
  subprotocols = ['renderonline.link.1'],
): Promise<{ status: number; code: string; headers: Record<string, unknown> }> {
  const socket = new WebSocket(`ws://127.0.0.1:${link.port}${linkPath}`, subprotocols, { headers });
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    AsyncIterable<Buffer> & { statusCode: number; headers: Record<string, unknown> },
  ];
  let text = '';
  for await (const chunk of response) text += chunk.toString('utf8');
  const { code } = JSON.parse(text) as { code: string };
  return { status: response.statusCode, code, headers: response.headers };
}

describe('opening a link', () => {
  let link: TestLink;
  let machine: TestMachine;
  before(async () => {
    link = await startTestLink();
    machine = await link.addMachine('opener');
  });
  after(() => link.close());

  test('needs a credential that RenderAPI knows', async () => {
    const { machineId, secret } = machine;
    for (const authorization of [
      '',
      'Bearer x',
      `Machine ${machineId}`,
      `Machine ${machineId}.`,
      `Machine ${machineId}.${secret}x`,
      `Machine ${machineId}.rnm_${'A'.repeat(43)}`,
      `Machine 999999.${secret}`,
      `Machine 0.${secret}`,
      `Machine -1.${secret}`,
      `Machine 1e3.${secret}`,
    ]) {
      const { status, code } = await refusal(link, authorization === '' ? {} : { authorization });
      assert.deepEqual([status, code], [401, 'machine-unauthorized'], authorization);
    }
    assert.deepEqual(link.reports, []);
  });

  test('is refused to a revoked machine, which is told so', async () => {
    const revoked = await link.addMachine('revoked');
    await revokeMachine(link.database, { machineId: revoked.machineId, nowMs: Date.now() });
    const { status, code } = await refusal(link, link.authorization(revoked));
    assert.deepEqual([status, code], [403, 'machine-revoked']);
  });

  test('needs a version in common; the answer names ours', async () => {
    for (const subprotocols of [[], ['renderonline.link.2'], ['renderonline.link.10', 'other']]) {
      const answer = await refusal(link, link.authorization(machine), subprotocols);
      assert.deepEqual([answer.status, answer.code], [426, 'link-version-unknown']);
      assert.equal(answer.headers['sec-websocket-protocol'], 'renderonline.link.1');
    }
    const plain = await fetch(link.url);
    assert.equal(plain.status, 426);
  });

  test('finds the version among others', async () => {
    const agent = await link.connect(machine, {
      subprotocols: ['renderonline.link.2', 'renderonline.link.1'],
    });
    assert.equal(agent.socket.protocol, 'renderonline.link.1');
  });

  test('leaves other upgrades to plain HTTP', async () => {
    const socket = connectTcp(link.port, '127.0.0.1');
    socket.write(
      'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\n\r\n',
    );
    const [first] = (await once(socket, 'data')) as [Buffer];
    assert.match(first.toString('latin1'), /^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  test('survives clients that go away in the middle of it', async () => {
    for (let round = 0; round < 20; round += 1) {
      const socket = connectTcp(link.port, '127.0.0.1');
      socket.write(
        `GET ${linkPath} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: renderonline.link.1\r\nAuthorization: ${machineAuthorization(machine.machineId, machine.secret)}\r\n\r\n`,
      );
      await once(socket, 'connect');
      socket.resetAndDestroy();
    }
    const agent = await link.connect(machine);
    await agent.heard('welcome');
  });
});

test('only so many machines are let in at once', async (t) => {
  const link = await startTestLink({ flags: { MaxLinkConnections: 1 } });
  t.after(() => link.close());
  const machine = await link.addMachine();
  const first = await link.connect(machine);
  await first.heard('welcome');
  const { status, code, headers } = await refusal(link, link.authorization(machine));
  assert.deepEqual([status, code, headers['retry-after']], [503, 'too-busy', '1']);
  first.socket.close(1000);
  await link.reportOf('unreachable');
  const next = await waitUntil('a free place', () => link.connect(machine).catch(() => undefined));
  await next.heard('welcome');
});

describe('a RenderAPI that does not schedule', () => {
  test('refuses links, asks to come back, and closes those that are open', async (t) => {
    const link = await startTestLink();
    t.after(() => link.close());
    const machine = await link.addMachine();
    const agent = await link.connect(machine);
    await agent.heard('welcome');
    const before = link.reports.length;
    await link.parts.transport.close();
    assert.equal((await agent.closed).code, linkCloseCodes.goingAway);
    assert.equal(link.reports.length, before, 'the scheduler hears nothing of it: the leases stay');
    const { status, code, headers } = await refusal(link, link.authorization(machine));
    assert.deepEqual([status, code, headers['retry-after']], [503, 'not-scheduling', '1']);

    link.open();
    await (await link.connect(machine)).heard('welcome');
  });

  test('lets the server close although machines are connected', async () => {
    const link = await startTestLink();
    const agent = await link.connect(await link.addMachine());
    await agent.heard('welcome');
    await link.app.close();
    assert.equal((await agent.closed).code, linkCloseCodes.goingAway);
    await link.close();
  });
});

describe('an open link', () => {
  let link: TestLink;
  let machine: TestMachine;
  beforeEach(async () => {
    link = await startTestLink();
    machine = await link.addMachine('renderer');
  });
  afterEach(() => link.close());

  test('begins with hello and welcome', async () => {
    link.leases.set(7, leaseFacts(machine, 7));
    const agent = await link.connect(machine, {
      hello: { held: [{ leaseId: 7, token: 'token-7', state: 'running' }], slots: 3 },
    });
    assert.deepEqual(await agent.heard('welcome'), {
      type: 'welcome',
      machineId: machine.machineId,
      name: 'renderer',
      heartbeatIntervalMs: 1000,
      idleHeartbeatIntervalMs: 5000,
      ackedSeq: 0,
      live: [{ leaseId: 7, token: 'token-7' }],
      settings: { drained: false, schedule: null, yieldsToUser: false, slots: 3 },
      contentsId: 'these contents',
    });
    const reachable = await link.reportOf('reachable');
    assert.deepEqual(
      link.reports.map(({ kind }) => kind),
      ['returning', 'reachable'],
    );
    assert.deepEqual(reachable.held, [{ leaseId: 7, token: 'token-7', state: 'running' }]);
    assert.deepEqual(reachable.engines, [{ name: 'Blender', version: '3.4.1', hasSessions: true }]);
    assert.equal(reachable.slots, 3);
    assert.equal(reachable.acceptsWork, true);
    assert.equal(reachable.fetchesProjects, true);
  });

  test('hears what concerns the machine when its row changes, and the scheduler too', async () => {
    const { machineId } = machine;
    const agent = await link.connect(machine);
    await link.reportOf('reachable');
    await updateMachine(link.database.db, { machineId, isDrained: true, slots: 2, tags: ['gpu'] });
    await link.parts.transport.refresh();
    assert.deepEqual((await agent.heard('settings')).settings, {
      drained: true,
      schedule: null,
      yieldsToUser: false,
      slots: 2,
    });
    const report = await link.reportOf('reachable', ({ tags }) => tags.includes('gpu'));
    assert.deepEqual([report.acceptsWork, report.whyNot, report.held], [false, 'it is drained', null]);
  });

  test('tells of heartbeats, and of a machine that wants no work', async () => {
    const agent = await link.connect(machine);
    agent.say(heartbeat);
    agent.say({ ...heartbeat, acceptsWork: false, whyNot: 'somebody uses it', isUserActive: true });
    const report = await link.reportOf('reachable', ({ acceptsWork }) => !acceptsWork);
    assert.equal(report.whyNot, 'somebody uses it');
    const load = await link.reportOf('load', (one) => one.load.isUserActive === true);
    assert.equal(load.load.freeMemoryMb, 8000);
  });

  test('is closed when the machine is revoked, which is told first', async () => {
    const agent = await link.connect(machine);
    await link.reportOf('reachable');
    await revokeMachine(link.database, { machineId: machine.machineId, nowMs: Date.now() });
    await link.parts.transport.refresh();
    await agent.heard('revoked');
    assert.equal((await agent.closed).code, linkCloseCodes.revoked);
    await link.reportOf('removed');
  });

  for (const [name, text, words] of [
    ['no JSON', '{"type":', /not JSON/],
    ['JSON that is no object', '17', /no such type/],
    ['an unknown type', '{"type":"constructor"}', /no such type/],
    ['an inherited type', '{"type":"__proto__"}', /no such type/],
    ['a heartbeat that lacks something', '{"type":"heartbeat"}', /heartbeat is not as it must be/],
    [
      'an event without a number',
      '{"type":"event","event":{"kind":"started"}}',
      /event is not as it must be/,
    ],
    [
      'a frame beyond all frames',
      JSON.stringify({ type: 'progress', items: [{ leaseId: 1, frame: 2 ** 40, fraction: 1, note: null }] }),
      /progress is not/,
    ],
    [
      'more items than there may be',
      JSON.stringify({
        type: 'progress',
        items: Array.from({ length: linkLimits.progressItems + 1 }, () => ({
          leaseId: 1,
          frame: 1,
          fraction: 1,
          note: null,
        })),
      }),
      /progress is not/,
    ],
    ['hello for the second time', JSON.stringify(helloOf()), /hello is said once/],
    ['deep nesting', `{"type":"heartbeat","x":${'['.repeat(5000)}${']'.repeat(5000)}}`, /heartbeat is not/],
  ] as const) {
    test(`is closed after ${name}`, async () => {
      const agent = await link.connect(machine);
      await agent.heard('welcome');
      agent.socket.send(text);
      const { code, reason } = await agent.closed;
      assert.equal(code, linkCloseCodes.invalidMessage);
      assert.match(reason, words);
      await link.reportOf('unreachable');
    });
  }

  test('is closed after a binary message, and after one that is too large', async () => {
    const binary = await link.connect(machine);
    binary.socket.send(Buffer.from(JSON.stringify(heartbeat)));
    assert.equal((await binary.closed).code, linkCloseCodes.invalidMessage);
    const large = await link.connect(machine);
    large.socket.send(JSON.stringify({ ...heartbeat, pad: 'x'.repeat(linkLimits.messageBytes) }));
    assert.equal((await large.closed).code, linkCloseCodes.messageTooLarge);
  });

  test('is closed when the first message is not hello, or none comes', async () => {
    const early = await link.connect(machine, { isMute: true });
    early.say(heartbeat);
    assert.match((await early.closed).reason, /must be hello/);
    const mute = await link.connect(machine, { isMute: true });
    await link.clock.advance(11_000);
    assert.equal((await mute.closed).reason, 'no hello');
    assert.deepEqual(link.reports, []);
  });

  test('is closed after more heartbeats than anybody needs', async () => {
    const agent = await link.connect(machine);
    for (let count = 0; count < 200; count += 1) agent.say(heartbeat);
    assert.equal((await agent.closed).code, linkCloseCodes.tooFast);
  });

  test('takes back what it was told of the machine when it ends', async () => {
    const agent = await link.connect(machine);
    await link.reportOf('reachable');
    agent.socket.terminate();
    const broken = await link.reportOf('unreachable');
    assert.deepEqual([broken.lostInMs, broken.retryInMs], [200, null]);

    const stopping = await link.connect(machine);
    await waitUntil('the second welcome', () => stopping.messages.length > 0);
    stopping.socket.close(1001, 'HPCServer stops');
    const stopped = await link.reportOf('unreachable', ({ lostInMs }) => lostInMs === 0);
    assert.match(stopped.reason, /said goodbye: HPCServer stops/);
  });
});

describe('silence', () => {
  test('ends a link over which work was given, but not when it was ours', async (t) => {
    const link = await startTestLink();
    t.after(() => link.close());
    const machine = await link.addMachine();
    link.leases.set(1, leaseFacts(machine, 1));
    const agent = await link.connect(machine);
    await link.reportOf('reachable');
    await link.clock.sleep(60_000);
    agent.say(heartbeat);
    await link.reportOf('load');
    await link.clock.advance(3500);
    assert.equal(link.reports.at(-1)?.kind, 'load');
    await link.clock.advance(1100);
    const report = await link.reportOf('unreachable');
    assert.equal(report.lostInMs, 0);
    assert.match(report.reason, /it has said nothing for 4\d\d\d ms/);
    assert.equal((await agent.closed).code, 1006);
  });

  test('of an idle machine is taken for less, until it is offered something', async (t) => {
    const link = await startTestLink();
    t.after(() => link.close());
    const [machine, other] = [await link.addMachine(), await link.addMachine()];
    await link.connect(machine);
    await link.connect(other);
    await link.reportOf('reachable', ({ machineId }) => machineId === machine.machineId);
    await link.reportOf('reachable', ({ machineId }) => machineId === other.machineId);
    await link.clock.advance(10_000);
    assert.equal(link.reports.filter(({ kind }) => kind === 'unreachable').length, 0);
    link.leases.set(1, leaseFacts(machine, 1));
    await link.parts.transport.startLease({
      machineId: machine.machineId,
      leaseId: 1,
      token: 'token-1',
      taskId: 1,
      engineName: 'Blender',
      frames: { first: 1, last: 1 },
      command: null,
      task: {
        taskId: 1,
        engineName: 'Blender',
        adapter: 'blender',
        engineVersion: null,
        argumentTemplate: '',
        argumentValues: {},
        allowsScripts: false,
        renderId: 1,
        fileName: 'scene.blend',
        filePath: '',
        fileSize: 1,
        fileSha256: 'ab'.repeat(32),
        manifest: null,
        input: null,
      },
    });
    await link.clock.advance(3000);
    const gone = () => link.reports.flatMap((one) => (one.kind === 'unreachable' ? one.machineId : []));
    assert.deepEqual(gone(), [other.machineId]);
    await link.clock.advance(1500);
    assert.deepEqual(gone(), [other.machineId, machine.machineId]);
  });

  test('of pongs ends a link over which heartbeats still come', async (t) => {
    const link = await startTestLink();
    t.after(() => link.close());
    const agent = await link.connect(await link.addMachine());
    await link.reportOf('reachable');
    // Speaks and does not listen, as when one way is cut.
    agent.socket.pause();
    for (
      let second = 0;
      second < 60 && !link.reports.some(({ kind }) => kind === 'unreachable');
      second += 1
    ) {
      const loads = link.reports.filter(({ kind }) => kind === 'load').length;
      agent.say(heartbeat);
      await waitUntil(
        'the heartbeat',
        () => link.reports.filter(({ kind }) => kind === 'load').length > loads,
      );
      await link.clock.advance(1000);
    }
    assert.match((await link.reportOf('unreachable')).reason, /does not read/);
  });
});

describe('a machine that reads slowly', () => {
  test('is dropped rather than waited for', async (t) => {
    const link = await startTestLink({ limits: { maxBufferedBytes: 256 * 1024 } });
    t.after(() => link.close());
    const machine = await link.addMachine();
    const agent = await link.connect(machine);
    await link.reportOf('reachable');
    agent.socket.pause();
    const { transport } = link.parts;
    // The system's own buffers take some megabytes before ours fill.
    await waitUntil('the end of the connection', () => {
      for (let count = 0; count < 100; count += 1) {
        const reason = 'x'.repeat(4000);
        transport.retractLease({
          machineId: machine.machineId,
          leaseId: 1,
          token: 't',
          keepThrough: null,
          reason,
        });
      }
      return link.reports.some(({ kind }) => kind === 'unreachable');
    });
    assert.match((await link.reportOf('unreachable')).reason, /does not read/);
  });
});

describe('two connections of one machine', () => {
  let link: TestLink;
  let machine: TestMachine;
  beforeEach(async () => {
    link = await startTestLink();
    machine = await link.addMachine();
  });
  afterEach(() => link.close());

  test('a newer run takes the place of the older, which is not to come back', async () => {
    const older = await link.connect(machine, { hello: { bootId: '000000000000001-a' } });
    await link.reportOf('reachable');
    const newer = await link.connect(machine, { hello: { bootId: '000000000000002-b' } });
    await newer.heard('welcome');
    assert.equal((await older.closed).code, linkCloseCodes.replaced);
    assert.deepEqual(
      link.reports.map(({ kind }) => kind),
      ['returning', 'reachable', 'returning', 'reachable'],
    );
  });

  test('an older run has to wait', async () => {
    const newer = await link.connect(machine, { hello: { bootId: '000000000000002-b' } });
    await newer.heard('welcome');
    const older = await link.connect(machine, { hello: { bootId: '000000000000001-a' } });
    assert.equal((await older.closed).code, linkCloseCodes.tryAgain);
    newer.say(heartbeat);
    await link.reportOf('load');
  });

  test('the same run connects anew over one that is half open', async () => {
    const first = await link.connect(machine);
    await link.reportOf('reachable');
    const second = await link.connect(machine);
    await second.heard('welcome');
    assert.equal((await first.closed).code, 1006);
    assert.equal(link.reports.filter(({ kind }) => kind === 'unreachable').length, 0);
  });

  test('many that never say hello crowd nobody out', async () => {
    const mute = await Promise.all(Array.from({ length: 6 }, () => link.connect(machine, { isMute: true })));
    assert.equal((await Promise.race(mute.map(({ closed }) => closed))).code, linkCloseCodes.tryAgain);
    await (await link.connect(machine)).heard('welcome');
  });
});

function leaseFacts({ machineId }: TestMachine, leaseId: number) {
  return {
    leaseId,
    token: `token-${leaseId}`,
    taskId: 1,
    machineId,
    frames: { first: 1, last: 1 },
    isDuplicate: false,
  };
}
