import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, it } from 'node:test';
import type { LeaseEvent } from '@renderonline/contract/link';
import { LinkRefusal } from '../link/link-refusal.ts';
import { isRunning } from '../testing/processes.ts';
import {
  installedMock,
  leaseOf,
  mockTask,
  projectFacts,
  startTestRunner,
  usualProject,
  type TestRunner,
  type TestRunnerOptions,
} from '../testing/test-runner.ts';
import { until } from '../testing/until.ts';

type Ended = Extract<LeaseEvent, { kind: 'ended' }>;

describe('leases of programs', () => {
  let test: TestRunner;
  const start = async (options: TestRunnerOptions = {}) => {
    test = await startTestRunner(options);
    return test.runner;
  };
  const ended = async (what: string) => (await test.untilSaid(`ended ${what}`)) as Ended;
  afterEach(() => test.close());

  /** The log of a lease, once it says something. */
  const logOf = (leaseId: number) =>
    until(`a log of lease ${leaseId}`, () => {
      const folder = join(test.settings.dataDirectory, 'attempts');
      const name = readdirSync(folder).find((candidate) => candidate.endsWith(`-lease-${leaseId}.log`));
      return name === undefined ? undefined : readFileSync(join(folder, name), 'utf8');
    });
  const pidIn = (leaseId: number, pattern: RegExp) =>
    until(`${pattern} in the log of lease ${leaseId}`, async () => {
      const pid = pattern.exec(await logOf(leaseId))?.[1];
      return pid === undefined ? undefined : Number(pid);
    });

  it('renders a range, hands each frame over while the next is rendered, and says everything in order', async () => {
    const runner = await start();
    runner.takeTask(mockTask(1, '--frame-ms 100'));
    runner.offer([leaseOf(7, 1, 3, 5)]);
    await ended('7 succeeded');
    const said = test.said();
    assert.deepEqual(said.slice(0, 2), ['started 7', 'frame-started 7/3']);
    assert.ok(said.indexOf('frame-done 7/3') < said.indexOf('frame-started 7/5'), said.join(', '));
    assert.equal(said.at(-1), 'ended 7 succeeded');
    assert.deepEqual(
      test.uploads.map(({ frame, name, token }) => [frame, name, token]),
      [3, 4, 5].map((frame) => [frame, `frame_000${frame}.png`, 'token-7']),
    );
    const log = await until('the log at RenderAPI', () => {
      const text = test.logs.get(7)?.toString() ?? '';
      return text.includes('[RenderOnline: succeeded]') ? text : undefined;
    });
    assert.match(log, /^\S+Z \S+ .*--frames 3-5/);
    assert.ok(
      log
        .trimEnd()
        .split('\n')
        .every((line) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /.test(line)),
      log,
    );
    const done = test.events.filter((event) => event.kind === 'frame-done');
    for (const { renderMs, outputs } of done) {
      // As the renderer says: what a busy computer reads late of one frame is not taken for the time of the next.
      assert.ok(renderMs >= 90 && renderMs < 30_000, `${renderMs} ms`);
      assert.deepEqual(
        outputs.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
        test.uploads
          .filter(({ name }) => name === outputs[0]?.name)
          .map(({ name, size, sha256 }) => ({ name, size, sha256 })),
      );
    }
    assert.ok(test.hints.some(({ leaseId, fraction }) => leaseId === 7 && fraction > 0 && fraction < 1));
    await until(
      'its folder is gone',
      () => readdirSync(join(test.settings.dataDirectory, 'leases')).length === 0,
    );
    assert.deepEqual(runner.held(), []);
  });

  it('runs one after another in the order of the offers, and takes the same lease once', async () => {
    const runner = await start();
    runner.takeTask(mockTask(1));
    runner.offer([leaseOf(1, 1, 1), leaseOf(2, 1, 2)]);
    runner.offer([leaseOf(2, 1, 2), leaseOf(3, 1, 3)]);
    assert.deepEqual(
      runner.held().map(({ leaseId, state }) => [leaseId, state]),
      [1, 2, 3].map((leaseId) => [leaseId, 'offered']),
    );
    await ended('3 succeeded');
    runner.offer([leaseOf(1, 1, 1)]);
    const starts = test.said().filter((what) => what.startsWith('started'));
    assert.deepEqual(starts, ['started 1', 'started 2', 'started 3']);
    assert.equal(test.uploads.length, 3);
  });

  it('fetches the files of the next task while it renders this one', async () => {
    const fetched = new Map<number, string>();
    const content = Buffer.from('the next project');
    const runner = await start({
      api: {
        async openFile({ taskId }) {
          fetched.set(taskId, test.said().at(-1) ?? 'nothing');
          const bytes = taskId === 1 ? usualProject : content;
          return { startsAt: 0, totalBytes: bytes.length, body: Readable.from([bytes]) };
        },
      },
    });
    runner.takeTask(mockTask(1, '--frame-ms 60000'));
    runner.takeTask(mockTask(2, '', { project: projectFacts(content) }));
    runner.offer([leaseOf(1, 1, 1)]);
    await test.untilSaid('frame-started 1/1');
    runner.offer([leaseOf(2, 2, 1)]);
    await until('the next project', () => fetched.get(2) === 'frame-started 1/1');
    runner.cancel([{ leaseId: 1, keepThrough: null }], 'enough');
    await ended('2 succeeded');
  });

  it('runs as many at once as it has slots', async () => {
    const runner = await start();
    runner.takeTask(mockTask(1, '--hang'));
    runner.offer([1, 2, 3].map((leaseId) => leaseOf(leaseId, 1, leaseId)));
    await test.untilSaid('started 1');
    runner.setSlots(2);
    await test.untilSaid('started 2');
    assert.deepEqual(
      runner.held().map(({ state }) => state),
      ['running', 'running', 'offered'],
    );
    runner.cancel([{ leaseId: 1, keepThrough: null }], 'test');
    await test.untilSaid('started 3');
    await test.untilSaid('ended 1 canceled');
  });

  it('tells why a renderer failed, at which frame, and with its last words', async () => {
    const runner = await start();
    runner.takeTask(mockTask(1, '--error "no camera" --exit-code 3'));
    runner.offer([leaseOf(1, 1, 1, 3)]);
    const { outcome, cause, failedFrame, message, logTail } = await ended('1');
    assert.deepEqual(
      [outcome, cause, failedFrame],
      [{ kind: 'failed', exitCode: 3, message: 'no camera' }, 'engine-error', 3],
    );
    assert.equal(message, 'no camera');
    assert.match(logTail, /Fra:3 .*Error: no camera/s);
    // The frame that it reported last is not believed.
    assert.deepEqual(
      test.uploads.map(({ frame }) => frame),
      [1, 2],
    );
  });

  it('sorts the other ways to fail', async () => {
    const runner = await start({
      engines: [installedMock, { ...installedMock, name: 'gone', executablePath: '/nowhere/renderer' }],
    });
    runner.takeTask(mockTask(1, '--kill-self SIGSEGV'));
    runner.takeTask(mockTask(2, '--write-half'));
    runner.takeTask(mockTask(3, '', { template: 'mock $RENDERONLINE:@output_directory' }));
    runner.takeTask(mockTask(4, '', { engineName: 'gone' }));
    runner.takeTask(mockTask(5, '', { template: 'mock $RENDERONLINE:colour', argumentNames: ['colour'] }));
    runner.takeTask(mockTask(6, '', { engineName: 'povray' }));
    runner.takeTask(mockTask(7, '--flood 3000000 --exit-code 1'));
    runner.offer([1, 2, 3, 4, 5, 6, 7].map((id) => leaseOf(id, id, 4)));
    await ended('7');
    await Promise.all([1, 2, 3, 4, 5].map((id) => ended(String(id))));
    const facts = test.events
      .filter((event) => event.kind === 'ended')
      .sort((a, b) => a.leaseId - b.leaseId)
      .map(({ outcome, cause, failedFrame }) => [outcome.kind, cause, failedFrame]);
    assert.deepEqual(facts, [
      ['crashed', 'killed', 4],
      ['failed', 'output-broken', 4],
      ['failed', 'output-missing', 4],
      ['could-not-start', 'could-not-start', null],
      ['could-not-start', 'could-not-start', null],
      ['failed', 'engine-error', 4],
    ]);
    assert.ok(test.said().includes('declined 6'));
    assert.ok((await ended('7')).logTail.length <= 8192);
    assert.ok((await logOf(7)).length <= test.settings.maxLogBytes + 1000);
    assert.deepEqual(test.uploads, []);
  });

  it('owes no files where the template names no folder for them', async () => {
    const runner = await start();
    runner.takeTask(mockTask(1, '', { template: 'mock --frames 1-1' }));
    runner.offer([leaseOf(1, 1, 1)]);
    await ended('1 succeeded');
    assert.ok(test.said().includes('frame-done 1/1'));
  });

  describe('taken back', () => {
    it('that run: the tree is ended, and it is said', async () => {
      const runner = await start();
      runner.takeTask(mockTask(1, '--ignore-sigterm --fork --hang'));
      runner.offer([leaseOf(1, 1, 1, 9)]);
      const pids = [await pidIn(1, /Mock engine (\d+)/), await pidIn(1, /Forked (\d+)/)];
      runner.cancel([{ leaseId: 1, keepThrough: null }], 'test');
      await ended('1 canceled');
      assert.deepEqual(pids.map(isRunning), [false, false]);
      assert.deepEqual(runner.held(), []);
    });

    it('that wait: nothing is said', async () => {
      const runner = await start();
      runner.takeTask(mockTask(1, '--frame-ms 50'));
      runner.offer([leaseOf(1, 1, 1), leaseOf(2, 1, 2), leaseOf(3, 1, 3)]);
      runner.cancel([{ leaseId: 2, keepThrough: null }], 'test');
      await ended('3 succeeded');
      assert.deepEqual(
        test.said().filter((what) => / 2\b/.test(what)),
        [],
      );
    });

    it('that are on their way to RenderAPI: the files are dropped, and it is said', async () => {
      const runner = await start({ api: { putOutput: (_output, signal) => aborted(signal) } });
      runner.takeTask(mockTask(1));
      runner.offer([leaseOf(1, 1, 1), leaseOf(2, 1, 2)]);
      await test.untilSaid('started 2');
      runner.cancel([{ leaseId: 1, keepThrough: null }], 'test');
      await ended('1 canceled');
      assert.ok(!test.said().includes('frame-done 1/1'));
      await until('its folder is gone', () => leaseFolders().every((name) => !name.startsWith('lease-1-')));
    });

    it('by their end, before they start: only the rest is rendered', async () => {
      const runner = await start();
      runner.takeTask(mockTask(1, '--frame-ms 50'));
      runner.offer([leaseOf(1, 1, 1), leaseOf(2, 1, 2, 9)]);
      runner.cancel([{ leaseId: 2, keepThrough: 3 }], 'test');
      await ended('2 succeeded');
      assert.match(await logOf(2), /--frames 2-3 /);
      assert.deepEqual(framesOf(2), [2, 3]);
    });

    it('by their end, while they run: what is kept is finished, and no more', async () => {
      const runner = await start();
      runner.takeTask(mockTask(1, '--frame-ms 200'));
      runner.offer([leaseOf(1, 1, 1, 100)]);
      await test.untilSaid('frame-started 1/2');
      runner.cancel([{ leaseId: 1, keepThrough: 3 }], 'test');
      await ended('1 succeeded');
      assert.deepEqual(framesOf(1), [1, 2, 3]);
    });

    it('by their end, when that is behind them already', async () => {
      const runner = await start();
      runner.takeTask(mockTask(1, '--frame-ms 50'));
      runner.offer([leaseOf(1, 1, 1, 100)]);
      await test.untilSaid('frame-started 1/4');
      runner.cancel([{ leaseId: 1, keepThrough: 2 }], 'test');
      await ended('1 succeeded');
      assert.deepEqual(framesOf(1).slice(0, 2), [1, 2]);
    });

    it('because RenderAPI knows nothing of them: without a word', async () => {
      const runner = await start();
      runner.takeTask(mockTask(1, '--hang'));
      runner.takeTask(mockTask(2));
      runner.offer([leaseOf(1, 1, 1), leaseOf(2, 1, 1), leaseOf(3, 2, 1)]);
      const pid = await pidIn(1, /Mock engine (\d+)/);
      runner.keepOnly([
        { leaseId: 3, token: 'token-3' },
        { leaseId: 2, token: 'another' },
      ]);
      await ended('3 succeeded');
      assert.equal(isRunning(pid), false);
      assert.deepEqual(
        test.said().filter((what) => /(ended|started|done) [12]\b/.test(what)),
        ['started 1', 'frame-started 1/1'].filter((what) => /(ended|started|done) [12]\b/.test(what)),
      );
      assert.ok(!test.said().some((what) => what.startsWith('ended 1')));
    });

    const framesOf = (leaseId: number) =>
      test.events.flatMap((event) =>
        event.kind === 'frame-done' && event.leaseId === leaseId ? event.frame : [],
      );
  });

  const leaseFolders = () => readdirSync(join(test.settings.dataDirectory, 'leases'));

  describe('and their uploads', () => {
    it('are given up with the lease when it is stale, without a word', async () => {
      const runner = await start({
        api: { putOutput: () => Promise.reject(new LinkRefusal(409, 'lease-lost', 'gone')) },
      });
      runner.takeTask(mockTask(1, '--frame-ms 50'));
      runner.offer([leaseOf(1, 1, 1, 100)]);
      await until('nothing is held', () => runner.held().length === 0);
      assert.ok(!test.said().some((what) => /^(frame-done|ended)/.test(what)), test.said().join(', '));
      await until('its folder is gone', () => leaseFolders().length === 0);
    });

    it('fail the frame that RenderAPI finds broken', async () => {
      const runner = await start({
        api: {
          putOutput: () => Promise.reject(new LinkRefusal(422, 'output-broken', 'it is half an image')),
        },
      });
      runner.takeTask(mockTask(1));
      runner.offer([leaseOf(1, 1, 5)]);
      const { cause, failedFrame, message } = await ended('1 failed');
      assert.deepEqual([cause, failedFrame, message], ['output-broken', 5, 'it is half an image']);
    });

    it('wait while RenderAPI is away, and rendering goes on until the buffer is full', async () => {
      const back = Promise.withResolvers<undefined>();
      const runner = await start({
        settings: { outputBufferBytes: 100 },
        api: { putOutput: () => back.promise },
      });
      runner.takeTask(mockTask(1));
      // A file of 72 bytes each.
      runner.offer([1, 2, 3, 4].map((leaseId) => leaseOf(leaseId, 1, leaseId)));
      await until(
        'two are rendered',
        () => test.said().filter((what) => what.startsWith('started')).length === 2,
      );
      await until(
        'both wait with their files',
        () => runner.held().filter(({ state }) => state === 'running').length === 2,
      );
      assert.equal(runner.held().length, 4);
      back.resolve(undefined);
      await ended('4 succeeded');
    });

    it('do not keep the slot from the next lease', async () => {
      const runner = await start({ api: { putOutput: (_output, signal) => aborted(signal) } });
      runner.takeTask(mockTask(1));
      runner.offer([1, 2, 3].map((leaseId) => leaseOf(leaseId, 1, leaseId)));
      await test.untilSaid('started 3');
      assert.ok(!test.said().some((what) => what.startsWith('ended')));
    });
  });

  it('ends a render that hangs, and one that takes too long', async () => {
    const runner = await start();
    runner.takeTask(mockTask(1, '--hang', { limits: { hungAfterMs: 600, maxFrameMs: null } }));
    runner.takeTask(mockTask(2, '--frame-ms 60000', { limits: { hungAfterMs: null, maxFrameMs: 300 } }));
    runner.offer([leaseOf(1, 1, 2), leaseOf(2, 2, 2)]);
    const hung = await ended('1');
    assert.deepEqual([hung.outcome.kind, hung.cause, hung.failedFrame], ['failed', 'hung', 2]);
    const slow = await ended('2');
    assert.deepEqual([slow.outcome.kind, slow.cause, slow.failedFrame], ['timed-out', 'timed-out', 2]);
  });

  it('lets a silent renderer that uses the CPU go on', async () => {
    const busy = 'const end = Date.now() + 2500; while (Date.now() < end);';
    const runner = await start({ engines: [{ ...installedMock, leadingArguments: [] }] });
    const limits = { hungAfterMs: 500, maxFrameMs: null };
    runner.takeTask(mockTask(1, '', { template: `node -e "${busy}"`, limits }));
    runner.offer([leaseOf(1, 1, 1)]);
    await ended('1 succeeded');
  });

  it('ends what a renderer leaves running, without holding up the next', async () => {
    const runner = await start();
    runner.takeTask(mockTask(1, '--fork'));
    runner.offer([leaseOf(1, 1, 1), leaseOf(2, 1, 2)]);
    await ended('2 succeeded');
    for (const leaseId of [1, 2]) {
      const pid = await pidIn(leaseId, /Forked (\d+)/);
      await until(`process ${pid} ends`, () => !isRunning(pid));
    }
  });

  it('starts nothing while it is held back, and declines what waits', async () => {
    const runner = await start();
    runner.takeTask(mockTask(1, '--frame-ms 200'));
    runner.offer([leaseOf(1, 1, 1), leaseOf(2, 1, 2)]);
    await test.untilSaid('started 1');
    runner.holdBack('somebody is at the keyboard');
    runner.offer([leaseOf(3, 1, 3)]);
    await ended('1 succeeded');
    const declined = test.events.flatMap((event) => (event.kind === 'declined' ? event : []));
    assert.deepEqual(
      declined.map(({ leaseId, reason }) => [leaseId, reason]),
      [2, 3].map((leaseId) => [leaseId, 'somebody is at the keyboard']),
    );
    runner.holdBack(null);
    runner.offer([leaseOf(4, 1, 4)]);
    await ended('4 succeeded');
  });

  it('stops in the middle of everything, says nothing more and leaves nothing running', async () => {
    const runner = await start({ api: { putOutput: (_output, signal) => aborted(signal) } });
    runner.setSlots(2);
    runner.takeTask(mockTask(1));
    runner.takeTask(mockTask(2, '--ignore-sigterm --fork --hang'));
    runner.offer([leaseOf(1, 1, 1), leaseOf(2, 2, 1), leaseOf(3, 2, 2), leaseOf(4, 2, 3)]);
    await test.untilSaid('started 3');
    const said = test.said();
    await runner.stop();
    runner.offer([leaseOf(5, 1, 5)]);
    assert.deepEqual(test.said(), said);
    assert.deepEqual(runner.held(), []);
    assert.ok(!existsSync(join(test.settings.dataDirectory, 'leases', 'lease-1-1')));
  });
});

/** Never resolves; rejects when the signal is aborted. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}
