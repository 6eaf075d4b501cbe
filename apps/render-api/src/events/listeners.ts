import type { Writable } from 'node:stream';
import type { Audience, EventLog, LoggedEvent, MachineAudience } from './event-log.ts';
import type { Scope } from './interests.ts';

/** Who listens, on one connection. */
export interface ListenerRequest {
  readonly stream: Writable;
  readonly scope: Scope;
  /** What it is told of machines; null is nothing. */
  readonly machines: MachineAudience | null;
}

/** A connection that gets events. */
export interface Listener extends ListenerRequest {
  /** Writes, and resolves when the reader has caught up; rejects when it went away, or is too slow. */
  write(text: string): Promise<void>;
  /** From now on it gets what comes, beginning behind this number. */
  goOn(sequence: number): void;
  close(): void;
}

/** All connections that get events. */
export interface Listeners {
  /** It gets nothing by itself before `goOn`. */
  add(request: ListenerRequest): Listener;
  /** @param events of users, or of machines, not of both */
  deliver(events: readonly LoggedEvent[]): void;
  /** To be called so often that `ticksPerRound` calls make a heartbeat. */
  tick(mayMoveCursor: boolean): void;
  all(): Iterable<Listener>;
}

export interface ListenersOptions {
  readonly log: EventLog;
  readonly monotonicMs: () => number;
  /** Each listener gets a heartbeat every so many ticks, not all of them in the same one. */
  readonly ticksPerRound: number;
  /** A reader that takes nothing for so long is let go; it may come again, and go on where it was. */
  readonly slowReaderMs: number;
  /** What a reader missed since this number is not in the log any more. */
  readonly onMissed: (listener: Listener, sequence: number) => void;
}

interface Connection extends Listener {
  /** live: everything so far was written. behind: up to `position`. starting: what it gets is somebody else's care. */
  phase: 'starting' | 'live' | 'behind';
  position: number;
  blockedSinceMs: number | undefined;
  readonly turn: number;
}

/**
 * A connection holds no queue of its own: one whose reader is slow is written to no more, and goes on from the log
 * when it has caught up, with the last state of each task alone.
 */
export function createListeners(options: ListenersOptions): Listeners {
  const { log, monotonicMs, ticksPerRound, slowReaderMs, onMissed } = options;
  const connections = new Set<Connection>();
  const byAudience = new Map<Audience | 'all', Set<Connection>>();
  let turns = 0;
  let tickCount = 0;

  function audiencesOf({ scope, machines }: ListenerRequest): (Audience | 'all')[] {
    return machines === null ? [scope] : [scope, machines];
  }

  function isFor({ audience }: LoggedEvent, { scope, machines }: ListenerRequest): boolean {
    return typeof audience === 'number' ? scope === 'all' || scope === audience : audience === machines;
  }

  function send(connection: Connection, bytes: Buffer | string, last: number): boolean {
    if (connection.stream.destroyed) return false;
    if (connection.stream.write(bytes)) return true;
    if (connection.phase === 'live') {
      connection.phase = 'behind';
      connection.position = last;
    }
    connection.blockedSinceMs ??= monotonicMs();
    return false;
  }

  /** Writes what is in the log behind the connection's position, until it is live or its reader is slow again. */
  function pump(connection: Connection): void {
    while (connection.phase === 'behind' && connection.blockedSinceMs === undefined) {
      if (connection.position < log.completeSince()) {
        connection.phase = 'starting';
        onMissed(connection, connection.position);
        return;
      }
      const missed = newestOf(
        [...log.since(connection.position)].filter((event) => isFor(event, connection)),
      );
      if (missed.length === 0) {
        connection.phase = 'live';
        return;
      }
      for (const { bytes, sequence } of missed.slice(0, eventsAtOnce)) {
        connection.position = sequence;
        if (!send(connection, bytes, sequence)) return;
      }
    }
  }

  function add(request: ListenerRequest): Connection {
    const { stream } = request;
    const connection: Connection = {
      ...request,
      phase: 'starting',
      position: 0,
      blockedSinceMs: undefined,
      turn: turns % ticksPerRound,
      async write(text) {
        if (!send(connection, text, 0)) await drained(stream);
      },
      goOn(sequence) {
        connection.phase = 'behind';
        connection.position = sequence;
        pump(connection);
      },
      close() {
        stream.destroy();
      },
    };
    turns += 1;
    connections.add(connection);
    for (const audience of audiencesOf(request)) setOf(byAudience, audience).add(connection);
    stream.on('drain', () => {
      connection.blockedSinceMs = undefined;
      pump(connection);
    });
    stream.once('close', () => {
      connections.delete(connection);
      for (const audience of audiencesOf(request)) {
        const others = byAudience.get(audience);
        others?.delete(connection);
        if (others?.size === 0) byAudience.delete(audience);
      }
    });
    return connection;
  }

  return {
    add,
    all: () => connections,
    deliver(events) {
      const last = events.at(-1)?.sequence ?? 0;
      // One piece for each audience, whatever the number of its listeners.
      for (const [audience, bytes] of byAudienceOf(events)) {
        for (const connection of byAudience.get(audience) ?? []) {
          if (connection.phase === 'live') send(connection, bytes, last);
        }
      }
      // Those see several audiences' events, in their order.
      const ofUsers = events.filter(({ audience }) => typeof audience === 'number');
      if (ofUsers.length === 0) return;
      const all = Buffer.concat(ofUsers.map(({ bytes }) => bytes));
      for (const connection of byAudience.get('all') ?? []) {
        if (connection.phase === 'live') send(connection, all, last);
      }
    },
    tick(mayMoveCursor) {
      tickCount += 1;
      const head = log.head();
      // So that one who comes again after a day of silence is not told the whole day.
      const beat = mayMoveCursor ? `: still here\nid: ${log.cursorOf(head)}\n\n` : ': still here\n\n';
      const nowMs = monotonicMs();
      for (const connection of connections) {
        const { blockedSinceMs } = connection;
        if (blockedSinceMs !== undefined && nowMs - blockedSinceMs > slowReaderMs) connection.close();
        else if (connection.phase === 'live' && connection.turn === tickCount % ticksPerRound) {
          send(connection, beat, head);
        }
      }
    },
  };
}

/** So that a reader that is far behind does not keep the others waiting. */
const eventsAtOnce = 1000;

/** Of events of one subject the newest alone. */
function newestOf(events: readonly LoggedEvent[]): LoggedEvent[] {
  const newest = new Map(events.map(({ subject, sequence }) => [subject, sequence]));
  return events.filter(({ subject, sequence }) => subject === undefined || newest.get(subject) === sequence);
}

function byAudienceOf(events: readonly LoggedEvent[]): Map<Audience, Buffer> {
  const pieces = new Map<Audience, Buffer[]>();
  for (const { audience, bytes } of events) {
    const ofAudience = pieces.get(audience);
    if (ofAudience === undefined) pieces.set(audience, [bytes]);
    else ofAudience.push(bytes);
  }
  return new Map(
    [...pieces].map(([audience, parts]) => [
      audience,
      parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts),
    ]),
  );
}

function setOf<Key, Value>(sets: Map<Key, Set<Value>>, key: Key): Set<Value> {
  const known = sets.get(key);
  if (known !== undefined) return known;
  const fresh = new Set<Value>();
  sets.set(key, fresh);
  return fresh;
}

/** @throws when the stream closes first */
function drained(stream: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    if (stream.destroyed) {
      reject(new Error('The listener went away'));
      return;
    }
    const forget = (): void => void stream.off('drain', onDrain).off('close', onClose);
    function onDrain(): void {
      forget();
      resolve();
    }
    function onClose(): void {
      forget();
      reject(new Error('The listener went away'));
    }
    stream.on('drain', onDrain).on('close', onClose);
  });
}
