import { crc32 } from 'node:zlib';

/** A line of the outbox's file. */
export type OutboxRecord =
  | { readonly kind: 'header'; readonly id: string; readonly acked: number }
  | { readonly kind: 'event'; readonly seq: number; readonly event: unknown }
  | { readonly kind: 'acked'; readonly seq: number };

const checksumLength = 8;

/** The record as a line: checksum, a space, JSON. */
export function recordLine(record: OutboxRecord): string {
  const json = JSON.stringify(record);
  return `${checksumOf(json)} ${json}\n`;
}

/**
 * Reads records up to the first line that is torn, damaged or unknown: what stands behind it was never said
 * to be on disk.
 *
 * @returns the records, and how many bytes they take
 */
export function readRecords(data: Buffer): { records: OutboxRecord[]; length: number } {
  const records: OutboxRecord[] = [];
  let length = 0;
  for (;;) {
    const end = data.indexOf(0x0a, length);
    const record = end === -1 ? undefined : readLine(data.toString('utf8', length, end));
    if (record === undefined) return { records, length };
    records.push(record);
    length = end + 1;
  }
}

function readLine(line: string): OutboxRecord | undefined {
  const json = line.slice(checksumLength + 1);
  if (line.slice(0, checksumLength + 1) !== `${checksumOf(json)} `) return undefined;
  // The checksum vouches for it: we wrote it.
  return JSON.parse(json) as OutboxRecord;
}

function checksumOf(text: string): string {
  return crc32(text).toString(16).padStart(checksumLength, '0');
}
