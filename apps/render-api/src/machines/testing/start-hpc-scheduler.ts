import { listMachines, type Database } from '@renderonline/database';
import { createLogger } from '@renderonline/runtime';
import { createLogDesk } from '../../attempt-logs/log-desk.ts';
import { systemClock } from '../../scheduling/clock.ts';
import { createScheduler } from '../../scheduling/create-scheduler.ts';
import type { Scheduler, SchedulingSettings } from '../../scheduling/scheduler.ts';
import { until, type TestFarm } from '../../scheduling/testing/test-farm.ts';
import { createHpcTransport } from '../hpc-transport.ts';
import { noOutputs } from './no-outputs.ts';

/** In a hurry, so that tests are short; everything else as in RenderAPI. */
export const hurriedSettings: SchedulingSettings = {
  machinePollIntervalMs: 30,
  machineIdlePollIntervalMs: 60,
  machineRequestTimeoutMs: 1000,
  machineSilentAfterMs: 5000,
  leaseTtlMs: 10_000,
  maxAttempts: 3,
  leadershipTtlMs: 3000,
  maxRenderMs: 0,
  rescanIntervalMs: 300,
};

const log = createLogger({ name: 'test', level: 'silent' });

/** A scheduler as RenderAPI has it: over /hpc, by the system's clock, with a connection of its own. */
export async function startHpcScheduler(
  farm: TestFarm,
  changes: Partial<SchedulingSettings> = {},
): Promise<Scheduler> {
  return startHpcSchedulerOn(await farm.openAgain(), changes);
}

/** As startHpcScheduler, on a connection that the caller closes. */
export async function startHpcSchedulerOn(
  database: Database,
  changes: Partial<SchedulingSettings> = {},
): Promise<Scheduler> {
  const random = () => Math.random();
  const settings = { ...hurriedSettings, ...changes };
  const logs = createLogDesk({ database, log, maxLogBytes: 1_000_000, minFreeBytes: 0 });
  const ways = { listMachines: () => listMachines(database.db), clock: systemClock, random, settings };
  const transports = [createHpcTransport({ ...ways, logs, log })];
  const rest = { publisher: noOutputs, clock: systemClock, random, log, settings };
  const scheduler = createScheduler({ database, transports, ...rest });
  await scheduler.start();
  return scheduler;
}

/** Waits until these machines answer and have nothing to do. */
export async function untilIdle(scheduler: Scheduler, ...machineIds: number[]): Promise<void> {
  await until('idle machines', () => {
    const states = new Map(scheduler.machines().map(({ machineId, state }) => [machineId, state]));
    return machineIds.every((machineId) => states.get(machineId) === 'idle');
  });
}
