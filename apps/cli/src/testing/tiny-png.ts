import { crc32, deflateSync } from 'node:zlib';

/** A PNG of 2 × 2 RGB pixels; with fewer `lines` than two it lacks pixels. */
export function tinyPng(lines = 2): Buffer {
  const pixels = deflateSync(Buffer.from([0, 1, 2, 3, 4, 5, 6, 0, 9, 8, 7, 6, 5, 4]).subarray(0, lines * 7));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0])),
    chunk('IDAT', pixels.subarray(0, 4)),
    chunk('IDAT', pixels.subarray(4)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
