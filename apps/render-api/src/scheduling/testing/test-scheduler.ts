import type { Database } from '@renderonline/database';
import { createLogger } from '@renderonline/runtime';
import { createScheduler } from '../create-scheduler.ts';
import type { Scheduler, SchedulingSettings } from '../scheduler.ts';
import { createFakeClock, settle, type FakeClock } from './fake-clock.ts';
import { createFakePublisher, type FakePublisher } from './fake-publisher.ts';
import { createFakeTransport, type FakeTransport } from './fake-transport.ts';
import { openTestFarm, testSettings, type TestFarm } from './test-farm.ts';

/** A scheduler on a real database, with machines and time in the test's hand. */
export interface TestScheduler {
  readonly farm: TestFarm;
  readonly clock: FakeClock;
  /** Machines of /hpc. */
  readonly transport: FakeTransport;
  /** Machines on a link. */
  readonly link: FakeTransport;
  readonly publisher: FakePublisher;
  readonly scheduler: Scheduler;
  /** Ids told to onTaskChanged. */
  readonly changed: number[];
  /** The scheduler of another RenderAPI on the same database, or of the same one after a restart. */
  another(holder?: string): Promise<BuiltScheduler>;
  /** The process is gone, as after a SIGKILL: nothing of it is heard any more. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export interface BuiltScheduler {
  readonly scheduler: Scheduler;
  readonly transport: FakeTransport;
  readonly link: FakeTransport;
  readonly publisher: FakePublisher;
}

export interface TestSchedulerOptions {
  readonly settings?: Partial<SchedulingSettings>;
  /** Machines that answer, idle, from the beginning; their ids are 1, 2, … */
  readonly machines?: number;
  /** Link machines, after those; they are not connected before the test joins them. */
  readonly links?: number;
  readonly adapter?: 'command' | 'blender';
}

const log = createLogger({ name: 'test', level: 'silent' });

export async function startTestScheduler(options: TestSchedulerOptions = {}): Promise<TestScheduler> {
  const farm = await openTestFarm('blender', options.adapter);
  const clock = createFakeClock();
  const dead = new Set<string>();
  const schedulers: Scheduler[] = [];

  function build(database: Database, holder: string) {
    const transport = createFakeTransport();
    const link = createFakeTransport('link');
    const publisher = createFakePublisher();
    const settings = { ...testSettings, ...options.settings };
    const isDeadHolder = (one: string) => dead.has(one);
    const own = { random: () => 0.5, log, settings, holder, isDeadHolder };
    const scheduler = createScheduler({ database, transports: [transport, link], publisher, clock, ...own });
    schedulers.push(scheduler);
    return { scheduler, transport, link, publisher };
  }

  const machineIds: number[] = [];
  for (let n = 1; n <= (options.machines ?? 1); n += 1) machineIds.push(await farm.addMachine(`render${n}`));
  for (let n = 1; n <= (options.links ?? 0); n += 1) await farm.addLinkMachine(`link${n}`);
  const { scheduler, transport, link, publisher } = build(await farm.openAgain(), 'first:1:1');
  const changed: number[] = [];
  scheduler.onTaskChanged((taskId) => changed.push(taskId));
  await scheduler.start();
  await settle();
  for (const machineId of machineIds) transport.report(machineId, null);
  await settle();

  return {
    farm,
    clock,
    transport,
    link,
    publisher,
    scheduler,
    changed,
    another: async (holder = 'second:2:2') => build(await farm.openAgain(), holder),
    async kill() {
      dead.add('first:1:1');
      await transport.close();
      await link.close();
    },
    async close() {
      for (const one of schedulers) await one.close();
      await farm.close();
    },
  };
}
