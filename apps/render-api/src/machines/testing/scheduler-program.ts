import { openDatabase } from '@renderonline/database';
import { startHpcSchedulerOn } from './start-hpc-scheduler.ts';

/** For tests that kill it: the scheduler of a RenderAPI as a program, with its connection string as argument. */
await startHpcSchedulerOn(await openDatabase(process.argv[2] ?? ''));
// The scheduler's own timers keep no program alive; RenderAPI's server does.
setInterval(() => undefined, 60_000);
