import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createLogger } from '@renderonline/runtime';
import { processTable } from '../processes/process-table.ts';
import type { ProcessTree } from '../processes/process-tree.ts';
import type { HpcServerSettings } from '../settings/hpc-server-settings.ts';
import { isRunning } from '../testing/processes.ts';
import { mockEngine, testSettings } from '../testing/test-server.ts';
import { createRenderSlot, type RenderSlot } from './render-slot.ts';

describe('the slot, when things happen at the same moment', () => {
  let settings: HpcServerSettings;
  let slot: RenderSlot;
  /** Every renderer that was started, and those that were given up. */
  let started: ProcessTree[];
  let forgotten: ProcessTree[];
  let isTableBroken: boolean;

  beforeEach(async () => {
    settings = await testSettings({ stopGraceMs: 50 });
    started = [];
    forgotten = [];
    isTableBroken = false;
    slot = createRenderSlot({
      settings,
      table: {
        ...processTable,
        list() {
          if (isTableBroken) throw new Error('EMFILE: too many open files');
          return processTable.list();
        },
      },
      killLimitMs: 50,
      guardian: { guard: (tree) => started.push(tree), forget: (tree) => forgotten.push(tree) },
      instance: { add: async () => undefined, remove: async () => undefined },
      instanceId: 'render-slot-test',
      env: process.env,
      clock: { elapsedMs: () => performance.now(), now: () => new Date() },
      log: createLogger({ name: 'test', level: 'silent' }),
    });
  });
  afterEach(async () => {
    isTableBroken = false;
    await slot.close();
    assert.deepEqual(
      started.filter(({ pid }) => pid !== null && isRunning(pid)),
      [],
      'no renderer is left',
    );
    assert.deepEqual(forgotten, started);
    await rm(settings.dataDirectory, { recursive: true, force: true });
  });

  const orderOf = (taskId: bigint) => ({
    taskId,
    attemptId: null,
    engine: mockEngine,
    programArguments: [...mockEngine.leadingArguments, '--hang'],
  });

  it('ends a render that is stopped while it is being started', async () => {
    const answer = slot.start(orderOf(1n));
    assert.equal(await slot.stop(1n, null), 'stopped');
    assert.deepEqual(await answer, { kind: 'accepted' });
    assert.equal(slot.latest()?.end()?.outcome, 'canceled');
    assert.equal(started.length, 1);
  });

  it('ends a render that is being started when it is closed, and takes no more orders', async () => {
    const answer = slot.start(orderOf(1n));
    const closed = slot.close();
    assert.deepEqual(await slot.start(orderOf(2n)), { kind: 'busy' });
    await closed;
    assert.deepEqual(await answer, { kind: 'accepted' });
    assert.deepEqual(await slot.start(orderOf(3n)), { kind: 'busy' });
    assert.equal(started.length, 1);
  });

  it('starts one of two renders that are asked for at once', async () => {
    const answers = await Promise.all([slot.start(orderOf(1n)), slot.start(orderOf(2n))]);
    assert.deepEqual(answers, [{ kind: 'accepted' }, { kind: 'busy' }]);
  });

  it('does not lose a renderer while nobody can say who runs, and ends it when asked again', async () => {
    isTableBroken = true;
    assert.deepEqual(await slot.start(orderOf(1n)), { kind: 'accepted' });
    assert.equal(await slot.stop(1n, null), 'cannot-be-killed');
    assert.equal(slot.isBusy(), true);
    isTableBroken = false;
    assert.equal(await slot.stop(1n, null), 'stopped');
  });
});
