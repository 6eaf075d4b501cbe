import { expectImage } from './broken-image.ts';
import type { FileWindow } from './file-window.ts';
import { entropyOf } from './jpeg-entropy.ts';
import { readFrame, readScan, type JpegFrame, type QuantizationTables } from './jpeg-frame.ts';
import { createHuffmanTable, createJpegScan, type HuffmanTable, type JpegScan } from './jpeg-scan.ts';

const endOfImage = 0xd9;
const startOfScan = 0xda;
const restartInterval = 0xdd;
const huffmanTables = 0xc4;
const quantizationTables = 0xdb;
/** Baseline and extended: each scan has all of its pixels' codes. */
const sequential: ReadonlySet<number> = new Set([0xc0, 0xc1]);
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![huffmanTables, 0xc8, 0xcc].includes(marker);
/** Markers that stand alone, and none of them here. */
const isOutOfPlace = (marker: number): boolean => marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8);

/**
 * Reads a JPEG to its end marker. Of the usual, sequential kind every code is decoded, though not made into a pixel;
 * of a progressive one only its segments are looked at.
 *
 * @returns whether it is blank; false when that is not known
 * @throws BrokenImage
 */
export async function checkJpeg(file: FileWindow): Promise<boolean> {
  const tables = new Map<number, HuffmanTable>();
  const quantizations = new Map<number, readonly number[]>();
  let frame: (JpegFrame & { isSequential: boolean }) | undefined;
  let interval = 0;
  let scans = 0;
  let isBlank = true;
  for (let at = 2; ;) {
    const marker = await markerAt(file, at);
    at = marker.endsAt;
    if (marker.code === endOfImage) break;
    expectImage(!isOutOfPlace(marker.code), 'a segment of it is damaged');
    const length = (await file.bytes(at, 2)).readUInt16BE(0);
    expectImage(length >= 2, 'a segment of it is damaged');
    const data = Buffer.from(await file.bytes(at + 2, length - 2));
    at += length;
    if (isFrameHeader(marker.code)) {
      expectImage(!frame, 'it has two sizes');
      frame = { ...readFrame(data), isSequential: sequential.has(marker.code) };
    }
    if (marker.code === huffmanTables) readTables(data, tables);
    if (marker.code === quantizationTables) readQuantizations(data, quantizations);
    if (marker.code === restartInterval && data.length >= 2) interval = data.readUInt16BE(0);
    if (marker.code !== startOfScan) continue;
    expectImage(frame !== undefined, 'it has pixels before it has a size');
    const scan = frame.isSequential ? scanOf(data, frame, { tables, quantizations }, interval) : undefined;
    at = await readEntropy(file, at, scan);
    isBlank &&= scan?.isBlank === true;
    scans += 1;
  }
  expectImage(frame !== undefined && scans > 0, 'it has no pixels');
  return isBlank && frame.width * frame.height > 1;
}

async function markerAt(file: FileWindow, offset: number): Promise<{ code: number; endsAt: number }> {
  // Any number of FF may stand before a marker; a writer that aligns uses a few.
  for (let at = offset; at < offset + 64; at++) {
    const pair = await file.bytes(at, 2);
    expectImage(pair[0] === 0xff, 'a segment of it is damaged');
    if (pair[1] !== 0xff) return { code: pair[1] ?? 0, endsAt: at + 2 };
  }
  return { code: 0, endsAt: offset };
}

function readTables(data: Buffer, tables: Map<number, HuffmanTable>): void {
  for (let at = 0; at < data.length;) {
    const counts = data.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    expectImage(at + 17 + total <= data.length, 'a segment of it is damaged');
    tables.set(data[at] ?? 0, createHuffmanTable(counts, data.subarray(at + 17, at + 17 + total)));
    at += 17 + total;
  }
}

/** Tables of 64 steps of one or two bytes, whatever remains of a damaged one left out. */
function readQuantizations(data: Buffer, quantizations: Map<number, readonly number[]>): void {
  for (let at = 0; at < data.length;) {
    const head = data[at] ?? 0;
    const bytes = head >> 4 === 0 ? 1 : 2;
    const steps = data.subarray(at + 1, at + 1 + 64 * bytes);
    at += 1 + 64 * bytes;
    if (steps.length < 64 * bytes) return;
    const stepAt = (index: number) => (bytes === 1 ? (steps[index] ?? 0) : steps.readUInt16BE(2 * index));
    quantizations.set(
      head & 15,
      Array.from({ length: 64 }, (_, index) => stepAt(index)),
    );
  }
}

function scanOf(
  data: Buffer,
  frame: JpegFrame,
  known: { tables: ReadonlyMap<number, HuffmanTable>; quantizations: QuantizationTables },
  interval: number,
): JpegScan {
  const { components, units } = readScan(data, frame, known.tables, known.quantizations);
  return createJpegScan(components, units, interval);
}

/** @returns where the marker behind the scan stands. */
async function readEntropy(file: FileWindow, offset: number, scan: JpegScan | undefined): Promise<number> {
  for await (const part of entropyOf(file, offset)) {
    if (part.kind === 'data') scan?.push(part.bytes);
    if (part.kind === 'restart') scan?.restart();
    if (part.kind !== 'end') continue;
    scan?.end();
    expectImage(part.at > offset, 'a scan of it has no pixels');
    return part.at;
  }
  return offset;
}
