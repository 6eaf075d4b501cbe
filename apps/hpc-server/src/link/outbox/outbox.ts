import type { Logger } from '@renderonline/runtime';
import { openOutboxFile, type OutboxFile } from './outbox-file.ts';
import { recordLine, type OutboxRecord } from './outbox-record.ts';

/** What is not said any more stays in the file up to here, so that it is not written anew all the time. */
const compactAtBytes = 1024 * 1024;
/** Above the bound no new work is taken; it is taken again below this share of it. */
const relief = 0.75;

export interface OutboxEntry<Event> {
  /** From 1 upwards, without a gap, as long as the outbox keeps its id. */
  readonly seq: number;
  readonly event: Event;
}

/** Why the machine should take nothing new: it could not say what becomes of it. */
export type OutboxPressure = 'full' | 'disk-failed';

/** What the machine has to say, in order, kept on disk until RenderAPI has it. */
export interface Outbox<Event> {
  /** Another one after the file was lost: the numbers begin anew then. */
  readonly id: string;
  /** The number of the last event; it may still be on its way to the disk. 0 before the first. */
  lastSeq(): number;
  /** Up to here RenderAPI has heard; 0 before the first. */
  ackedSeq(): number;
  /** Keeps an event. Never refuses: `pressure` says when to take no more work. */
  add(event: Event): void;
  /** RenderAPI has everything up to this number; unknown numbers say nothing. */
  ack(seq: number): void;
  /**
   * RenderAPI knows higher numbers than were ever given here: the disk has lost its end. What waits is
   * numbered anew, its last event with `seq`, so that nothing is taken for what was said before.
   */
  startAbove(seq: number): void;
  /** Events that are on disk and not acked, in order, behind `seq`. */
  after(seq: number, limit: number): OutboxEntry<Event>[];
  pressure(): OutboxPressure | null;
  /** Resolves when all that was added before is on disk. */
  flushed(): Promise<void>;
  /** Writes what is left and lets go of the file. */
  close(): Promise<void>;
}

interface OutboxInput {
  readonly path: string;
  /** Bytes of events that are not acked. */
  readonly maxBytes: number;
  readonly newId: () => string;
  readonly log: Logger;
  /** Waits before a disk that failed is tried again. */
  readonly pause: () => Promise<void>;
  /** More is on disk, or the pressure has changed. */
  readonly onChange: () => void;
  readonly openFile?: typeof openOutboxFile;
}

interface Waiting<Event> extends OutboxEntry<Event> {
  /** Bytes of its line. */
  readonly size: number;
}

/**
 * Opens the outbox of an earlier run, or a new one. Events that come while the disk is busy are written and
 * synced together.
 *
 * @throws the system's error when the file cannot be opened or made
 */
export async function openOutbox<Event>(input: OutboxInput): Promise<Outbox<Event>> {
  const { path, maxBytes, log, pause, onChange, openFile = openOutboxFile } = input;
  const { file, records } = await openFile(path, { kind: 'header', id: input.newId(), acked: 0 }, log);
  const kept = replay<Event>(records);
  const { id } = kept;
  let { entries, acked } = kept;
  let last = acked + entries.length;
  let durable = last;
  let ackedOnDisk = acked;
  let bytes = bytesOf(entries);
  /** Lines of the events behind `durable`. */
  let unwritten: string[] = [];
  let renumberings = 0;
  let mustReplace = false;
  let isFull = bytes >= maxBytes;
  let hasFailed = false;
  let isClosed = false;
  let writing: Promise<void> | undefined;
  let writtenBytes = file.length();

  function kick(): void {
    if (isClosed) return;
    writing ??= writeAll().finally(() => {
      writing = undefined;
    });
  }

  async function writeAll(): Promise<void> {
    // What is added in this turn goes into the first write.
    await Promise.resolve();
    while (durable < last || ackedOnDisk < acked || mustReplace) {
      try {
        await writeOnce(file);
        if (hasFailed) log.info('the outbox can be written again');
        hasFailed = false;
        onChange();
      } catch (error) {
        if (!hasFailed) log.error({ err: error }, 'the outbox cannot be written; no new work is taken');
        hasFailed = true;
        onChange();
        // Whoever closes does not wait for a broken disk.
        if (isClosed) return;
        await pause();
      }
    }
  }

  async function writeOnce(to: OutboxFile): Promise<void> {
    const upTo = last;
    const ackedNow = acked;
    const count = unwritten.length;
    const renumberingsBefore = renumberings;
    if (mustReplace || writtenBytes - bytes > compactAtBytes) {
      await to.replace([{ kind: 'header', id, acked: ackedNow }, ...entries.map(asRecord)]);
    } else {
      const ackLine = ackedNow > ackedOnDisk ? recordLine({ kind: 'acked', seq: ackedNow }) : '';
      await to.append(unwritten.join('') + ackLine, count > 0);
    }
    writtenBytes = to.length();
    // Numbered anew meanwhile: what was written says nothing about now.
    if (renumberings !== renumberingsBefore) return;
    unwritten = unwritten.slice(count);
    durable = upTo;
    ackedOnDisk = ackedNow;
    mustReplace = false;
  }

  return {
    id,
    lastSeq: () => last,
    ackedSeq: () => acked,
    add(event) {
      last += 1;
      const line = recordLine({ kind: 'event', seq: last, event });
      const size = Buffer.byteLength(line);
      unwritten.push(line);
      entries.push({ seq: last, event, size });
      bytes += size;
      if (bytes >= maxBytes) isFull = true;
      kick();
    },
    ack(seq) {
      const count = Math.min(seq, durable) - acked;
      if (count <= 0) return;
      bytes -= bytesOf(entries.slice(0, count));
      entries = entries.slice(count);
      acked += count;
      if (bytes < maxBytes * relief) isFull = false;
      kick();
    },
    startAbove(seq) {
      const distance = seq - last;
      if (distance <= 0) return;
      entries = entries.map((entry) => ({ ...entry, seq: entry.seq + distance }));
      acked += distance;
      last = seq;
      durable = acked;
      // `replace` writes them all from `entries`.
      renumberings += 1;
      mustReplace = true;
      kick();
    },
    after(seq, limit) {
      const from = Math.max(0, seq - acked);
      return entries.slice(from, Math.min(durable - acked, from + limit));
    },
    pressure: () => (hasFailed ? 'disk-failed' : isFull ? 'full' : null),
    async flushed() {
      while (writing !== undefined) await writing;
    },
    async close() {
      isClosed = true;
      while (writing !== undefined) await writing;
      await file.close();
    },
  };
}

function asRecord<Event>({ seq, event }: OutboxEntry<Event>): OutboxRecord {
  return { kind: 'event', seq, event };
}

function bytesOf<Event>(entries: readonly Waiting<Event>[]): number {
  return entries.reduce((sum, { size }) => sum + size, 0);
}

/** What the records leave to be said. */
function replay<Event>(records: readonly OutboxRecord[]) {
  let id = '';
  let acked = 0;
  const entries: Waiting<Event>[] = [];
  for (const record of records) {
    if (record.kind === 'header') ({ id, acked } = record);
    else if (record.kind === 'acked') {
      entries.splice(0, record.seq - acked);
      acked = Math.max(acked, record.seq);
    } else {
      const entry = { seq: record.seq, event: record.event as Event };
      entries.push({ ...entry, size: Buffer.byteLength(recordLine(record)) });
    }
  }
  return { id, acked, entries };
}
