import { constants, crc32, deflateSync } from 'node:zlib';

export interface PngBomb {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: 8 | 16;
  readonly isInterlaced?: boolean;
  /** Bytes of pixels that the file really holds; all that it promises unless given. */
  readonly bytes?: number;
}

/** A few kilobytes that unpack to a black RGB picture of any size. */
export function pngBomb({ width, height, bitDepth, isInterlaced = false, bytes }: PngBomb): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, 2, 0, 0, isInterlaced ? 1 : 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflatedZeros(bytes ?? height * (1 + width * 3 * (bitDepth / 8)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** One block of zeros, deflated once and repeated: it refers to nothing before it. */
function deflatedZeros(count: number): Buffer {
  const blockBytes = 1024 * 1024;
  const opening = Buffer.from([0x78, 0x01]);
  const block = deflateSync(Buffer.alloc(blockBytes), { finishFlush: constants.Z_FULL_FLUSH }).subarray(2);
  const rest = deflateSync(Buffer.alloc(count % blockBytes)).subarray(2, -4);
  const adler = Buffer.alloc(4);
  adler.writeUInt32BE((((count % 65_521) << 16) | 1) >>> 0);
  return Buffer.concat([opening, ...Array<Buffer>(Math.floor(count / blockBytes)).fill(block), rest, adler]);
}

function chunk(type: string, data: Buffer): Buffer {
  const framed = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
  framed.writeUInt32BE(data.length, 0);
  framed.writeUInt32BE(crc32(framed.subarray(4, -4)), framed.length - 4);
  return framed;
}
