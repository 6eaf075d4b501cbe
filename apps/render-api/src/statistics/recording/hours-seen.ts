import type { FarmHour } from '@renderonline/database';
import type { FarmLoad, LoadPart } from '../../scheduling/machines/farm-load.ts';

const hourMs = 3_600_000;
/** Clocks are set back, too: an hour that is known no more would be written anew, without what was seen of it. */
const keptHours = 24;

/** What one leader has seen of the farm, by the hour. */
export interface HoursSeen {
  /** The farm was as busy as that for a while. Times are milliseconds since 1970. */
  add(load: FarmLoad, stretch: { readonly fromMs: number; readonly toMs: number }): void;
  /** The hours of which more was seen since they were `written`. */
  unwritten(): FarmHour[];
  /** These are in the database as they are here, unless more was seen since. */
  written(hours: readonly FarmHour[]): void;
}

type Mutable<Of> = { -readonly [Key in keyof Of]: Of[Key] };
type Load = Mutable<FarmHour['loads'][number]>;
type Hour = Mutable<Omit<FarmHour, 'loads'>> & { readonly loads: Map<string, Load>; writtenMs: number };

/** Nothing seen yet. */
export function createHoursSeen(): HoursSeen {
  const hours = new Map<number, Hour>();

  function hourAt(atMs: number): Hour {
    const known = hours.get(atMs);
    if (known !== undefined) return known;
    for (const old of hours.keys()) if (old <= atMs - keptHours * hourMs) hours.delete(old);
    const nothing = { hourMs: atMs, observedMs: 0, onlineMs: 0, onlineSlotMs: 0 };
    const hour = { ...nothing, loads: new Map<string, Load>(), writtenMs: 0 };
    hours.set(atMs, hour);
    return hour;
  }

  return {
    add(load, { fromMs, toMs }) {
      const groups = groupsOf(load.parts);
      for (let at = fromMs; at < toMs;) {
        const startMs = Math.floor(at / hourMs) * hourMs;
        const endMs = Math.min(toMs, startMs + hourMs);
        const hour = hourAt(startMs);
        addTo(hour, load, groups, endMs - at);
        at = endMs;
      }
    },
    unwritten: () =>
      [...hours.values()].filter((hour) => hour.observedMs > hour.writtenMs).map((hour) => farmHourOf(hour)),
    written(of) {
      for (const { hourMs: startMs, observedMs } of of) {
        const hour = hours.get(startMs);
        if (hour !== undefined) hour.writtenMs = observedMs;
      }
    },
  };
}

function addTo(hour: Hour, load: FarmLoad, groups: ReadonlyMap<string, Group>, forMs: number): void {
  hour.observedMs += forMs;
  hour.onlineMs += load.machines * forMs;
  hour.onlineSlotMs += load.slots * forMs;
  for (const [key, { userId, engineId, busySlots, waitingFrames }] of groups) {
    const none = { userId, engineId, busySlotMs: 0, waitingFrameMs: 0, maxWaitingFrames: 0 };
    const sums = hour.loads.get(key) ?? none;
    sums.busySlotMs += busySlots * forMs;
    sums.waitingFrameMs += waitingFrames * forMs;
    sums.maxWaitingFrames = Math.max(sums.maxWaitingFrames, waitingFrames);
    hour.loads.set(key, sums);
  }
}

type Group = Omit<LoadPart, 'userId' | 'engineId'> & Pick<Load, 'userId' | 'engineId'>;

/** The parts added up: of all, of each user, of each engine; and as they are. */
function groupsOf(parts: readonly LoadPart[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const { userId, engineId, busySlots, waitingFrames } of parts) {
    for (const [user, engine] of [
      [null, null],
      [userId, null],
      [null, engineId],
      [userId, engineId],
    ] as const) {
      const key = `${user ?? 'all'} ${engine ?? 'all'}`;
      const group = groups.get(key) ?? { userId: user, engineId: engine, busySlots: 0, waitingFrames: 0 };
      groups.set(key, {
        ...group,
        busySlots: group.busySlots + busySlots,
        waitingFrames: group.waitingFrames + waitingFrames,
      });
    }
  }
  return groups;
}

function farmHourOf({ hourMs: startMs, observedMs, onlineMs, onlineSlotMs, loads }: Hour): FarmHour {
  return {
    ...{ hourMs: startMs, observedMs, onlineMs, onlineSlotMs },
    loads: [...loads.values()].map((load) => ({ ...load })),
  };
}
