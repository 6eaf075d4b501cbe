import { randomBytes } from 'node:crypto';

/** Whom an event is for: a user by id, or whoever asked for machines: admins are told details of them. */
export type Audience = number | MachineAudience;
export type MachineAudience = 'machines' | 'machine-details';

/** Numbers grow, and hold the time: milliseconds since 1970 times 1000, and more where several happened in one. */
export interface LoggedEvent {
  readonly sequence: number;
  readonly audience: Audience;
  /** As it is written to listeners. */
  readonly bytes: Buffer;
  /** What of several is told by the last alone; undefined where each is told. */
  readonly subject: string | undefined;
}

export interface NewEvent {
  readonly audience: Audience;
  readonly name: string;
  readonly data: object;
  readonly subject?: string;
}

/** The newest events, in memory, for listeners that were away for a moment. */
export interface EventLog {
  append(events: readonly NewEvent[]): LoggedEvent[];
  /** Where the log is now. Everything that was appended so far is before it, everything later behind it. */
  readonly head: () => number;
  /** Everything behind this number is in the log. */
  completeSince(): number;
  /** What came behind this number, oldest first. */
  since(sequence: number): Iterable<LoggedEvent>;
  /** The time that numbers are made of. */
  readonly nowMs: () => number;
  /** The number as listeners hold it. */
  cursorOf(sequence: number): string;
  /** @returns what a cursor says; undefined when it is none of ours */
  read(
    cursor: string,
  ): { readonly isOfThisRun: boolean; readonly sequence: number; readonly atMs: number } | undefined;
}

export interface EventLogOptions {
  readonly nowMs: () => number;
  readonly maxEvents: number;
  readonly maxBytes: number;
  /** Names this run of the program. Random unless given. */
  readonly bootId?: string;
}

const perMs = 1000;

/** An empty log. */
export function createEventLog({
  nowMs,
  maxEvents,
  maxBytes,
  bootId = newBootId(),
}: EventLogOptions): EventLog {
  let events: LoggedEvent[] = [];
  /** Events before this place are forgotten; the array is cut once in a while. */
  let first = 0;
  let bytes = 0;
  let last = nowMs() * perMs;
  let completeSince = last;

  function forgetOldest(): void {
    while (events.length - first > maxEvents || (bytes > maxBytes && events.length > first)) {
      const oldest = events[first];
      if (oldest === undefined) break;
      bytes -= oldest.bytes.length;
      completeSince = oldest.sequence;
      first += 1;
    }
    if (first > 1000 && first > events.length / 2) {
      events = events.slice(first);
      first = 0;
    }
  }

  function cursorOf(sequence: number): string {
    return `${bootId}.${sequence}`;
  }

  return {
    append(news) {
      const logged = news.map(({ audience, name, data, subject }) => {
        last = Math.max(last + 1, nowMs() * perMs);
        const text = `id: ${cursorOf(last)}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
        return { sequence: last, audience, bytes: Buffer.from(text), subject };
      });
      for (const event of logged) {
        events.push(event);
        bytes += event.bytes.length;
      }
      forgetOldest();
      return logged;
    },
    head() {
      last = Math.max(last, nowMs() * perMs);
      return last;
    },
    completeSince: () => completeSince,
    *since(sequence) {
      for (let at = placeBehind(events, sequence, first); at < events.length; at += 1) {
        const event = events[at];
        if (event !== undefined) yield event;
      }
    },
    nowMs,
    cursorOf,
    read(cursor) {
      const match = /^([\w-]{1,40})\.(\d{1,16})$/.exec(cursor);
      if (match === null) return undefined;
      const sequence = Number(match[2]);
      return { isOfThisRun: match[1] === bootId, sequence, atMs: Math.floor(sequence / perMs) };
    },
  };
}

/** The first place from `first` on whose event has a larger number: they are sorted. */
function placeBehind(events: readonly LoggedEvent[], sequence: number, first: number): number {
  let low = first;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.sequence ?? 0) > sequence) high = middle;
    else low = middle + 1;
  }
  return low;
}

function newBootId(): string {
  return randomBytes(6).toString('base64url');
}
