import { crc32, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * What is wrong with a PNG file: undefined when it is whole, to its last chunk and with all its pixels.
 */
export function pngFault(file: Buffer): string | undefined {
  if (!file.subarray(0, 8).equals(signature)) return 'it is not a PNG';
  const data: Buffer[] = [];
  let pixels = 0;
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > file.length) return 'it is cut short';
    const type = file.toString('latin1', at + 4, at + 8);
    if (crc32(file.subarray(at + 4, end - 4)) !== file.readUInt32BE(end - 4)) return 'it is damaged';
    const body = file.subarray(at + 8, end - 4);
    if (type === 'IHDR') pixels = pixelBytes(body);
    if (type === 'IDAT') data.push(body);
    if (type === 'IEND') return dataFault(Buffer.concat(data), pixels);
    at = end;
  }
  return 'it is cut short';
}

/** Bytes of the unpacked picture: a filter byte and the samples of every line. */
function pixelBytes(header: Buffer): number {
  const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
  const bits = header.readUInt8(8) * (channels[header.readUInt8(9)] ?? 0);
  return header.readUInt32BE(4) * (1 + Math.ceil((header.readUInt32BE(0) * bits) / 8));
}

function dataFault(data: Buffer, expected: number): string | undefined {
  try {
    return inflateSync(data).length === expected ? undefined : 'some of its pixels are missing';
  } catch {
    return 'it is damaged';
  }
}
