import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AttemptOutcome, FailureCause } from '@renderonline/domain';
import {
  agentMessageText,
  apiMessageText,
  formatPairingCode,
  isOutputName,
  linkLimits,
  normalizePairingCode,
  readAgentMessage,
  readApiMessage,
  readNeighbours,
  readTicket,
  ticketText,
  type AgentMessage,
  type ApiMessage,
  type LinkFailureCause,
  type LinkOutcome,
} from '../index.ts';

// The compiler is the test of these.
type Same<First, Second> = [First, Second] extends [Second, First] ? true : false;
const checks: {
  readonly causes: Same<LinkFailureCause, FailureCause>;
  /** A machine never calls itself lost. */
  readonly outcomes: Same<LinkOutcome['kind'], Exclude<AttemptOutcome['kind'], 'machine-lost'>>;
  readonly shapes: LinkOutcome extends AttemptOutcome ? true : false;
} = { causes: true, outcomes: true, shapes: true };

const lease = { leaseId: 7, token: 'token' };
const fingerprint = {
  hostName: 'host',
  os: 'Linux',
  arch: 'x64',
  cores: 8,
  memoryMb: 16_000.5,
  gpus: [{ name: 'GPU', memoryMb: null }],
  engines: [{ name: 'Blender', version: null, executablePath: '/usr/bin/blender', hasSessions: true }],
};

const agentMessages: AgentMessage[] = [
  {
    type: 'hello',
    agentVersion: '2.0.0',
    bootId: '000001700000000-abc',
    outboxId: 'outbox-1',
    ackedSeq: 4,
    lastSeq: 5,
    fingerprint,
    slots: null,
    held: [{ ...lease, state: 'running' }],
  },
  {
    type: 'heartbeat',
    loadAverage: null,
    cpuFraction: 1,
    freeMemoryMb: 0,
    freeDiskMb: null,
    isUserActive: null,
    acceptsWork: false,
    whyNot: 'it is drained',
    sessions: [{ taskId: 1, memoryMb: null }],
  },
  { type: 'progress', items: [{ leaseId: 7, frame: -3, fraction: 0.5, note: 'Sample 1/2' }] },
  { type: 'event', seq: 1, event: { kind: 'started', ...lease, atMs: 0 } },
  {
    type: 'event',
    seq: 2,
    event: {
      kind: 'frame-done',
      ...lease,
      frame: 1,
      renderMs: 10,
      outputs: [{ name: 'a.png', size: 1, sha256: 'a'.repeat(64) }],
      warnings: ['blank'],
    },
  },
  {
    type: 'event',
    seq: 3,
    event: {
      kind: 'ended',
      ...lease,
      outcome: { kind: 'failed', exitCode: 1, message: 'no camera' },
      cause: 'engine-error',
      failedFrame: 1,
      message: 'no camera',
      logTail: 'x'.repeat(linkLimits.logTailLength),
      totalMs: 5,
    },
  },
  { type: 'event', seq: 4, event: { kind: 'findings', taskId: 1, findings: [] } },
];

const apiMessages: ApiMessage[] = [
  {
    type: 'welcome',
    machineId: 1,
    name: '',
    heartbeatIntervalMs: 1000,
    idleHeartbeatIntervalMs: 2000,
    ackedSeq: 0,
    live: [lease],
    settings: { drained: false, schedule: null, yieldsToUser: false, slots: 1 },
  },
  {
    type: 'task',
    task: {
      taskId: 1,
      engineName: 'Blender',
      engineVersion: '>=4.2',
      adapter: 'blender',
      template: '-b $RENDERONLINE:@uploaded_file',
      argumentNames: ['start_frame'],
      values: { start_frame: '1' },
      project: {
        fileName: 'a.blend',
        size: 1,
        sha256: 'b'.repeat(64),
        manifest: { sha256: 'c'.repeat(64), fileCount: 2, totalBytes: 7, mainPath: 'shots/a.blend' },
      },
      allowsScripts: false,
      limits: { hungAfterMs: null, maxFrameMs: 1 },
    },
  },
  { type: 'offer', leases: [{ ...lease, taskId: 1, first: 1, last: 2 }] },
  { type: 'cancel', leases: [{ leaseId: 7, keepThrough: null }], reason: '' },
  { type: 'close-session', taskId: 1 },
  { type: 'ack', seq: 0 },
  { type: 'revoked' },
  { type: 'follow-logs', taskIds: [1] },
];

test('what travels is what the domain knows', () => {
  assert.deepEqual(Object.values(checks), [true, true, true]);
});

describe('messages of the link', () => {
  test('arrive as they were sent', () => {
    for (const message of agentMessages) {
      assert.deepEqual(readAgentMessage(agentMessageText(message)), { message });
    }
    for (const message of apiMessages) assert.deepEqual(readApiMessage(apiMessageText(message)), { message });
  });

  test('are not read by the wrong side', () => {
    for (const message of apiMessages) assert.ok('fault' in readAgentMessage(apiMessageText(message)));
    for (const message of agentMessages) assert.ok('fault' in readApiMessage(agentMessageText(message)));
  });

  test('may say more than this version knows', () => {
    assert.ok('message' in readApiMessage('{"type":"ack","seq":1,"later":{"x":1}}'));
  });

  const spoiled: [path: string, value: unknown][] = [
    ['leaseId', 0],
    ['leaseId', '7'],
    ['leaseId', 2 ** 53],
    ['token', ''],
    ['token', 'x'.repeat(129)],
    ['frame', 1.5],
    ['frame', 2 ** 31],
    ['renderMs', -1],
    ['outputs', [{ name: '', size: 1, sha256: 'a'.repeat(64) }]],
    ['outputs', [{ name: 'a', size: -1, sha256: 'a'.repeat(64) }]],
    ['outputs', [{ name: 'a', size: 1, sha256: 'A'.repeat(64) }]],
    [
      'outputs',
      Array.from({ length: linkLimits.outputsPerFrame + 1 }, () => ({
        name: 'a',
        size: 1,
        sha256: 'a'.repeat(64),
      })),
    ],
    ['warnings', ['x'.repeat(linkLimits.textLength + 1)]],
    ['kind', 'frame-undone'],
  ];
  for (const [path, value] of spoiled) {
    test(`are refused with ${path} ${JSON.stringify(value).slice(0, 60)}`, () => {
      const done = agentMessages[4];
      assert.ok(done?.type === 'event');
      const text = JSON.stringify({ ...done, event: { ...done.event, [path]: value } });
      const read = readAgentMessage(text);
      assert.ok('fault' in read);
      assert.match(read.fault, /^event is not as it must be at /);
    });
  }
});

test('names of outputs mean the same everywhere and stay in their folder', () => {
  for (const name of [
    'frame_0001.png',
    'passes/depth_0001.exr',
    'größe.png',
    'a b.png',
    '絵.png',
    '-x.png',
  ]) {
    assert.equal(isOutputName(name), true, name);
  }
  for (const name of [
    '',
    '.',
    '..',
    '/a',
    'a/',
    'a//b',
    '../a',
    'a/../b',
    'a\\b',
    'C:a',
    'aux.png',
    'a.',
    '.a',
    ' a',
    'a\0',
  ]) {
    assert.equal(isOutputName(name), false, JSON.stringify(name));
  }
});

test('pairing codes are read as people write them', () => {
  for (const text of ['ABCD-EFGH', 'abcdefgh', ' abcd efgh\n', 'AB-CD-EF-GH']) {
    assert.equal(normalizePairingCode(text), 'ABCDEFGH');
  }
  for (const text of ['', 'ABCDEFG', 'ABCDEFGHJ', 'ABCD-EFG0', 'ABCD-EFGI', 'ABCD_EFGH', 'ÀBCDEFGH']) {
    assert.equal(normalizePairingCode(text), undefined);
  }
  assert.equal(formatPairingCode('ABCDEFGH'), 'ABCD-EFGH');
});

describe('tickets for contents of neighbours', () => {
  const ticket = { machineId: 7, sha256: 'a'.repeat(64), endsAtMs: 1_700_000_000_000 };

  test('are read as they were written, and fit into the identity of TLS', () => {
    assert.deepEqual(readTicket(ticketText(ticket)), ticket);
    const longest = { ...ticket, machineId: Number.MAX_SAFE_INTEGER, endsAtMs: Number.MAX_SAFE_INTEGER };
    assert.deepEqual(readTicket(ticketText(longest)), longest);
    assert.ok(ticketText(longest).length <= 127);
    const odd = [
      '',
      '7',
      `0.${ticket.sha256}.1`,
      `7.${'A'.repeat(64)}.1`,
      `7.${ticket.sha256}.1\n`,
      `7.../.1`,
    ];
    for (const text of odd) assert.equal(readTicket(text), undefined);
  });

  test('come with neighbours, of which anything else is none', () => {
    const key = 'k'.repeat(43);
    const neighbour = { machineId: 2, port: 5002, addresses: ['fd00::2'], ticket: ticketText(ticket), key };
    assert.deepEqual(readNeighbours({ neighbours: [neighbour] }), [neighbour]);
    const odd = [{ port: 0 }, { addresses: [] }, { addresses: ['a.example'] }, { key: 'short' }];
    for (const change of odd)
      assert.deepEqual(readNeighbours({ neighbours: [{ ...neighbour, ...change }] }), []);
    for (const value of [null, 'text', {}]) assert.deepEqual(readNeighbours(value), []);
  });
});
