import type { MachineEvent } from '@renderonline/contract';
import type { MachineView } from '../scheduling/machines/machine-view.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import { concealed } from '../machine-list/concealed.ts';
import { reasonPhrasesOf } from '../machine-list/machine-status.ts';
import type { MachineAudience, NewEvent } from './event-log.ts';

/** Finds which machines changed since the last look. */
export interface MachineFeed {
  /** Notes how they are now, without a word. */
  begin(): void;
  look(): void;
}

export interface MachineFeedDependencies {
  readonly scheduler: Pick<Scheduler, 'machines' | 'isLeader'>;
  readonly publish: (events: readonly NewEvent[]) => void;
}

/**
 * Machines are looked at in memory, a few times a minute: they change more often than anybody reads. Where another
 * RenderAPI schedules nothing is known of them, and nothing is said.
 */
export function createMachineFeed({ scheduler, publish }: MachineFeedDependencies): MachineFeed {
  let last = new Map<number, { readonly text: string; readonly event: MachineEvent }>();
  let isBegun = false;

  function read(): typeof last {
    return new Map(
      scheduler.machines().map((view) => {
        const event = eventOf(view);
        return [view.machineId, { text: JSON.stringify(event), event }];
      }),
    );
  }

  return {
    begin() {
      last = read();
      isBegun = scheduler.isLeader();
    },
    look() {
      if (!scheduler.isLeader() || !isBegun) {
        this.begin();
        return;
      }
      const now = read();
      const events: MachineEvent[] = [];
      for (const [machineId, { text, event }] of now) {
        if (last.get(machineId)?.text !== text) events.push(event);
      }
      for (const [machineId, { event }] of last) {
        if (!now.has(machineId)) events.push({ ...event, isRemoved: true });
      }
      last = now;
      if (events.length === 0) return;
      // Users are told nothing where the details alone have changed, but that costs them an event.
      publish(
        events.flatMap((event) => [newsOf('machines', concealed(event)), newsOf('machine-details', event)]),
      );
    },
  };
}

function newsOf(audience: MachineAudience, data: MachineEvent): NewEvent {
  return { audience, name: 'machine', data, subject: `machine ${data.machineId}` };
}

function eventOf(view: MachineView): MachineEvent {
  const { machineId, name, transport, state, acceptsWork, whyNot, quarantineReason, problem, slots } = view;
  const told = { machineId, name, transport, state, acceptsWork, whyNot, quarantineReason, problem, slots };
  return { ...told, reasonPhrases: reasonPhrasesOf(view), tags: [...view.tags], isRemoved: false };
}
