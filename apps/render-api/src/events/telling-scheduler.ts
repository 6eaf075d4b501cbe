import type { Scheduler } from '../scheduling/scheduler.ts';
import type { FarmEvents } from './farm-events.ts';

/**
 * The scheduler, for routes that change tasks: what they wake it for is an event as well, also where another
 * RenderAPI schedules.
 */
export function tellingScheduler(scheduler: Scheduler, events: Pick<FarmEvents, 'changed'>): Scheduler {
  return {
    ...scheduler,
    wake(taskId) {
      scheduler.wake(taskId);
      if (taskId !== undefined) events.changed(taskId);
    },
  };
}
