import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { formatPairingCode } from '@renderonline/contract';
import { createPairingCode, findMachine } from '@renderonline/database';
import { fingerprint, startTestLink, type TestLink } from '../testing/test-link.ts';
import { generatePairingCode, hashPairingCode, pairingCodeLifeMs } from './pairing-code.ts';

interface Answer {
  readonly status: number;
  readonly body: { code?: string; machineId?: number; secret?: string; name?: string };
}

async function pair(link: TestLink, body: unknown): Promise<Answer> {
  const response = await fetch(`${link.url}/pair`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

async function newCode(link: TestLink, { machineName = null as string | null, ageMs = 0 } = {}) {
  const code = generatePairingCode();
  const nowMs = Date.now() - ageMs;
  await createPairingCode(link.database.db, {
    codeHash: hashPairingCode(code),
    nowMs,
    expiresAtMs: nowMs + pairingCodeLifeMs,
    machineName,
  });
  return code;
}

describe('pairing', () => {
  let link: TestLink;
  before(async () => {
    link = await startTestLink();
  });
  after(() => link.close());

  test('turns a code into a machine that may connect', async () => {
    const code = await newCode(link);
    const { status, body } = await pair(link, { code: formatPairingCode(code).toLowerCase(), fingerprint });
    assert.equal(status, 201);
    assert.equal(body.name, 'host');
    const { machineId = 0, secret = '' } = body;
    const machine = await findMachine(link.database.db, { machineId });
    assert.deepEqual(
      [machine?.transport, machine?.port, machine?.ipAddress, machine?.fingerprint],
      ['link', 0, '127.0.0.1', fingerprint],
    );
    await (await link.connect({ machineId, secret })).heard('welcome');
    assert.ok(!link.logLines.some((line) => line.includes(secret)), 'the log holds the secret');
  });

  test('calls the machine as whoever made the code, else as the machine itself said', async () => {
    const named = await newCode(link, { machineName: 'chosen' });
    assert.equal((await pair(link, { code: named, machineName: 'own', fingerprint })).body.name, 'chosen');
    const unnamed = await newCode(link);
    assert.equal((await pair(link, { code: unnamed, machineName: ' own ', fingerprint })).body.name, 'own');
  });

  test('says of a code that it is unknown, used or too old', async () => {
    const used = await newCode(link);
    const both = await Promise.all([1, 2].map(() => pair(link, { code: used, fingerprint })));
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409]);
    assert.equal((await pair(link, { code: used, fingerprint })).body.code, 'pairing-code-used');
    const old = await newCode(link, { ageMs: pairingCodeLifeMs });
    const expired = await pair(link, { code: old, fingerprint });
    assert.deepEqual([expired.status, expired.body.code], [409, 'pairing-code-expired']);
    const unknown = await pair(link, { code: 'ABCD-EFGH', fingerprint });
    assert.deepEqual([unknown.status, unknown.body.code], [404, 'pairing-code-unknown']);
  });
});

describe('pairing requests that are not in order', () => {
  let link: TestLink;
  beforeEach(async () => {
    link = await startTestLink();
  });
  afterEach(() => link.close());

  for (const [name, body, code] of [
    ['nothing', '', 'body-invalid'],
    ['half a text', '{"code":', 'body-invalid'],
    ['no fingerprint', { code: 'ABCD-EFGH' }, 'body-invalid'],
    ['a code that cannot be one', { code: 'O0I1-L', fingerprint }, 'pairing-code-unknown'],
    [
      'a fingerprint of a million cores',
      { code: 'ABCDEFGH', fingerprint: { ...fingerprint, cores: 1e6 } },
      'body-invalid',
    ],
    ['a body without end', 'x'.repeat(300_000), 'request-too-large'],
  ] as const) {
    test(`are refused: ${name}`, async () => {
      assert.equal((await pair(link, body)).body.code, code);
    });
  }

  test('are refused for a while after too many tries, the right code too', async () => {
    const code = await newCode(link);
    const answers: Answer[] = [];
    for (let count = 0; count < 15; count += 1) {
      answers.push(await pair(link, { code: generatePairingCode(), fingerprint }));
    }
    assert.deepEqual(
      answers.map(({ status }) => status),
      [...Array.from({ length: 10 }, () => 404), ...Array.from({ length: 5 }, () => 429)],
    );
    const right = await pair(link, { code, fingerprint });
    assert.deepEqual([right.status, right.body.code], [429, 'too-many-tries']);
  });
});
