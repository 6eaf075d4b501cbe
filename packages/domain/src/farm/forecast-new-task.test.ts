import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NewTask } from './forecast-new-task.ts';
import { noRequirements } from './farm-task.ts';
import { emptyFarm, grantsAt, machineOf, renderLease, taskOf } from './testing/builders.ts';

const measured = (frameMs: number, count = 10): NewTask['measured'] =>
  Array.from({ length: count }, () => ({ machineId: null, frameMs }));
const newTask = (facts: Partial<NewTask> = {}): NewTask => ({
  demand: { engineName: 'blender', transport: 'any', requirements: noRequirements },
  ...{ priority: 50, frames: 20, maxMachines: null },
  ...{ measured: measured(1000), isSameScene: true },
  ...facts,
});
/** Four machines, and whatever is before. */
function farmWith(...before: readonly { readonly frames: number; readonly priority: number }[]) {
  const farm = emptyFarm();
  for (let id = 1; id <= 4; id++) farm.putMachine(machineOf(id), 0);
  for (const [index, { frames, priority }] of before.entries())
    farm.putTask(taskOf(index + 1, frames, { priority }), 0);
  return farm;
}

describe('the forecast of a task that was not submitted', () => {
  it('hands its frames out to the machines there are', () => {
    const { machines, waitMs, etaMs } = farmWith().forecast(newTask(), 0);
    assert.deepEqual([machines, waitMs], [4, { low: 0, high: 0 }]);
    assert.ok(
      etaMs !== null && etaMs.low < 5000 && etaMs.high > 5000 && etaMs.high < 9000,
      JSON.stringify(etaMs),
    );
  });

  it('knows nothing without a measured frame or a machine', () => {
    const unmeasured = farmWith().forecast(newTask({ measured: [] }), 0);
    assert.deepEqual(unmeasured, { machines: 4, waitMs: { low: 0, high: 0 }, etaMs: null });
    const demand = { ...newTask().demand, requirements: { ...noRequirements, tags: ['no such tag'] } };
    assert.deepEqual(farmWith().forecast(newTask({ demand }), 0), { machines: 0, waitMs: null, etaMs: null });
  });

  it('takes no more machines than the task may have', () => {
    const two = farmWith().forecast(newTask({ maxMachines: 2 }), 0);
    assert.equal(two.machines, 2);
    assert.ok((two.etaMs?.low ?? 0) > 6000);
  });

  it('waits for what has a higher priority, at worst for the same one, and never for a lower one', () => {
    const task = newTask();
    const waits = (priority: number) => farmWith({ frames: 40, priority }).forecast(task, 0).waitMs;
    assert.deepEqual(waits(10), { low: 0, high: 0 });
    assert.deepEqual(waits(50), { low: 0, high: 10_000 });
    assert.deepEqual(waits(90), { low: 10_000, high: 10_000 });
    const paused = farmWith();
    paused.putTask(taskOf(1, 40, { priority: 90, isPaused: true }), 0);
    assert.deepEqual(paused.forecast(task, 0).waitMs, { low: 0, high: 0 });
  });

  it('is further off by other scenes of the engine than by the same one', () => {
    const width = (isSameScene: boolean): number => {
      const { etaMs } = farmWith().forecast(newTask({ isSameScene }), 0);
      return etaMs === null ? 0 : etaMs.high / etaMs.low;
    };
    assert.ok(width(false) > 2 * width(true));
  });

  it('counts with how fast machines are, and when they are free', () => {
    const farm = farmWith();
    farm.putTask(taskOf(7, 4, { priority: 50 }), 0);
    for (const lease of grantsAt(farm, 0)) {
      if (lease.frames.first <= 4) renderLease(farm, lease, 0, lease.machineId === 1 ? 500 : 1000);
    }
    const busy = farm.forecast(newTask({ measured: [{ machineId: 1, frameMs: 500 }] }), 2000);
    assert.ok(
      (busy.etaMs?.high ?? 0) >
        (farmWith().forecast(newTask({ measured: measured(500, 1) }), 0).etaMs?.high ?? 0),
    );
  });
});
