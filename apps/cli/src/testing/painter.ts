#!/usr/bin/env node
// A renderer whose pictures can be told apart: frame n is of one colour, 20·n of red. `painter --frames 1-9 --frame-ms 50
// --write folder/frame_####.png`. It speaks like Blender.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { crc32, deflateSync } from 'node:zlib';

const [width, height] = [33, 19];

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function picture(red: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(width * 3, Buffer.of(red, 90, 60))]);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '1-1' },
    'frame-ms': { type: 'string', default: '0' },
    write: { type: 'string', default: '####.png' },
  },
  allowPositionals: true,
});
const [first = 1, last = first] = values.frames.split('-').map(Number);
for (let frame = first; frame <= last; frame += 1) {
  const startedMs = performance.now();
  process.stdout.write(`Fra:${frame} Mem:1.00M (Peak 1.00M) | Time:00:00.00 | Mock, ViewLayer\n`);
  await sleep(Number(values['frame-ms']));
  const path = values.write.replace(/#+/, (marks) => String(frame).padStart(marks.length, '0'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, picture(20 * frame));
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(2).padStart(5, '0');
  process.stdout.write(`Saved: '${path}'\n Time: 00:${seconds} (Saving: 00:00.00)\n\n`);
}
