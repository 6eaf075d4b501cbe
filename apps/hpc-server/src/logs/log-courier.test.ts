import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it, mock } from 'node:test';
import type { LogPiece, LogReceipts } from '@renderonline/contract/link';
import { createLogger, openKeptLog, type KeptLog } from '@renderonline/runtime';
import { LinkRefusal } from '../link/link-refusal.ts';
import { createLogCourier, type LogCourier } from './log-courier.ts';

/** Files are read meanwhile, in real time. */
async function turnsUntil(isDone: () => boolean): Promise<void> {
  for (const limitMs = performance.now() + 10_000; !isDone();) {
    if (performance.now() > limitMs) assert.fail('it did not happen');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('the courier of logs', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderonline-courier-'));
  });
  after(() => rm(folder, { recursive: true }));
  afterEach(() => {
    mock.timers.reset();
  });

  /** RenderAPI, as far as a courier sees it: logs by lease. */
  function start(answer: (pieces: readonly LogPiece[]) => LogReceipts | undefined = () => undefined) {
    mock.timers.enable({ apis: ['setTimeout'] });
    let nowMs = 0;
    const logs = new Map<number, string>();
    const requests: (readonly LogPiece[])[] = [];
    let tries = 0;
    const courier: LogCourier = createLogCourier({
      nowMs: () => nowMs,
      log: createLogger({ name: 'test', level: 'silent' }),
      api: {
        async postLogs(pieces) {
          requests.push(pieces);
          const special = answer(pieces);
          if (special !== undefined) return special;
          const leases = pieces.map(({ leaseId, offset, after: known, bytes }) => {
            const log = logs.get(leaseId) ?? '';
            const gap = '?'.repeat(Math.max(0, offset - log.length));
            if (known <= log.length)
              logs.set(leaseId, log.slice(0, offset) + gap + Buffer.from(bytes).toString());
            return { leaseId, size: logs.get(leaseId)?.length ?? 0, refusal: null };
          });
          return { leases };
        },
        async untilWorthTrying() {
          tries += 1;
        },
      },
    });
    return {
      courier,
      logs,
      requests,
      tries: () => tries,
      /** Lets time pass, and waits until there were so many requests. */
      pass: async (ms: number, requestsThen = requests.length): Promise<void> => {
        nowMs += ms;
        mock.timers.tick(ms);
        await turnsUntil(() => requests.length >= requestsThen);
      },
      /** Lets time pass until the log of a lease was delivered. */
      delivered: (leaseId: number): Promise<void> =>
        turnsUntil(() => {
          nowMs += 10;
          mock.timers.tick(10);
          return !courier.carries(leaseId);
        }),
    };
  }

  let opened = 0;
  async function keep(text: string, maxBytes = 1_000_000): Promise<KeptLog> {
    const kept = await openKeptLog(join(folder, `${(opened += 1)}.log`), maxBytes);
    await kept.append(Buffer.from(text));
    return kept;
  }

  it('sends many logs that ended in one request, and none of a lease that said nothing', async () => {
    const { courier, logs, requests, pass, delivered } = start();
    for (let leaseId = 1; leaseId <= 100; leaseId++) {
      courier.note({ leaseId, taskId: 1, kept: await keep(`frame ${leaseId}\n`) }, true);
    }
    await pass(499);
    assert.equal(requests.length, 0);
    await pass(1, 1);
    assert.equal(requests[0]?.length, 100);
    assert.equal(logs.get(100), 'frame 100\n');
    await delivered(100);
    await pass(60_000);
    assert.equal(requests.length, 1);
  });

  it('is patient while nobody follows, and prompt when somebody does', async () => {
    const { courier, logs, requests, pass } = start();
    const kept = await keep('one\n');
    courier.note({ leaseId: 1, taskId: 7, kept }, false);
    await pass(4999);
    assert.equal(requests.length, 0);
    await pass(1, 1);
    courier.follow([7]);
    await kept.append(Buffer.from('two\n'));
    courier.note({ leaseId: 1, taskId: 7, kept }, false);
    await pass(100, 2);
    assert.equal(logs.get(1), 'one\ntwo\n');
    assert.ok(courier.carries(1));
  });

  it('goes on where RenderAPI says, after breaks of either side', async () => {
    let isAway = true;
    const { courier, logs, tries, pass, delivered } = start(() => {
      if (isAway) throw new Error('away');
      return undefined;
    });
    const kept = await keep('x'.repeat(600_000));
    courier.note({ leaseId: 1, taskId: 1, kept }, true);
    await pass(100, 3);
    assert.ok(tries() >= 2);
    isAway = false;
    await delivered(1);
    assert.equal(logs.get(1)?.length, 600_000);
    // Started anew, it asks what is missing of the logs of before.
    const leftover = await keep('known and unknown\n');
    logs.set(2, 'known');
    courier.offer({ leaseId: 2, taskId: 1, kept: leftover });
    await delivered(2);
    assert.equal(logs.get(2), 'known and unknown\n');
  });

  it('says where this machine has kept nothing', async () => {
    const { courier, logs, delivered } = start();
    const kept = await keep('', 1600);
    for (let line = 0; line < 500; line++) await kept.append(Buffer.from('a line of it\n'));
    courier.note({ leaseId: 1, taskId: 1, kept }, true);
    await delivered(1);
    assert.match(logs.get(1) ?? '', /^[^?]+\?+[^?]+$/);
    assert.equal(logs.get(1)?.length, kept.size);
  });

  it('keeps to itself what RenderAPI does not want', async () => {
    const refusal = { leases: [{ leaseId: 1, size: 0, refusal: 'gone' }] };
    const { courier, requests, pass, delivered } = start(() => {
      if (requests.length > 1) throw new LinkRefusal(404, null, 'no such address');
      return refusal;
    });
    courier.note({ leaseId: 1, taskId: 1, kept: await keep('x\n') }, true);
    await pass(500, 1);
    courier.note({ leaseId: 2, taskId: 1, kept: await keep('x\n') }, true);
    await pass(500, 2);
    await delivered(1);
    await delivered(2);
  });

  it('sends what is left when the machine stops', async () => {
    const { courier, logs } = start();
    courier.note({ leaseId: 1, taskId: 1, kept: await keep('the last words\n') }, false);
    await courier.stop();
    assert.equal(logs.get(1), 'the last words\n');
  });
});
