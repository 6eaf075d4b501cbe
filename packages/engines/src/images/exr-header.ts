import { expectImage } from './broken-image.ts';
import type { FileWindow } from './file-window.ts';

export interface ExrChannel {
  readonly bytesPerSample: number;
  readonly isSubsampled: boolean;
}

export interface ExrTiles {
  readonly width: number;
  readonly height: number;
  /** 0: one level, 1: mipmaps, 2: ripmaps. */
  readonly levels: number;
  readonly roundsUp: boolean;
}

/** What a part's header says; a file has one part, or several. */
export interface ExrPart {
  readonly channels: readonly ExrChannel[];
  readonly compression: number;
  /** Both ends belong to it. */
  readonly window: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
  readonly tiles: ExrTiles | undefined;
  readonly isDeep: boolean;
  readonly chunkCount: number | undefined;
}

const longestAttribute = 64 * 1024 * 1024;
const longestName = 256;
const mostAttributes = 4096;
/** Bytes of a sample, by pixel type: integer, half, float. */
const sampleBytes = [4, 2, 4];

/** @returns the part, or undefined at the end of a list of headers, and where the header ends. */
export async function readExrHeader(
  file: FileWindow,
  offset: number,
  isTiled: boolean,
): Promise<{ part: ExrPart | undefined; endsAt: number }> {
  const attributes = new Map<string, Buffer>();
  let at = offset;
  for (;;) {
    const name = await readName(file, at);
    at += name.length + 1;
    if (name === '') break;
    const type = await readName(file, at);
    at += type.length + 1;
    const size = (await file.bytes(at, 4)).readInt32LE(0);
    expectImage(size >= 0 && size <= longestAttribute && attributes.size < mostAttributes, damaged);
    attributes.set(name, Buffer.from(await file.bytes(at + 4, size)));
    at += 4 + size;
  }
  return { part: attributes.size === 0 ? undefined : partOf(attributes, isTiled), endsAt: at };
}

const damaged = 'its header is damaged';

async function readName(file: FileWindow, at: number): Promise<string> {
  const bytes = await file.bytes(at, Math.min(longestName, file.size - at));
  const end = bytes.indexOf(0);
  expectImage(end >= 0, damaged);
  return bytes.toString('latin1', 0, end);
}

function partOf(attributes: ReadonlyMap<string, Buffer>, isTiledFile: boolean): ExrPart {
  const windowBytes = attributes.get('dataWindow');
  const channelBytes = attributes.get('channels');
  const compression = attributes.get('compression')?.[0];
  expectImage(windowBytes?.length === 16 && channelBytes !== undefined && compression !== undefined, damaged);
  const [left, top, right, bottom] = [0, 4, 8, 12].map((at) => windowBytes.readInt32LE(at));
  const window = { left: left ?? 0, top: top ?? 0, right: right ?? 0, bottom: bottom ?? 0 };
  expectImage(window.right >= window.left && window.bottom >= window.top, 'it has no size');
  const type = attributes.get('type')?.toString('latin1').replace(/\0.*$/s, '') ?? '';
  const tileBytes = attributes.get('tiles');
  const isTiled = type === '' ? isTiledFile : /tile/i.test(type);
  expectImage(!isTiled || tileBytes?.length === 9, damaged);
  return {
    channels: channelsOf(channelBytes),
    compression,
    window,
    tiles: isTiled && tileBytes ? tilesOf(tileBytes) : undefined,
    isDeep: type.startsWith('deep'),
    chunkCount: attributes.get('chunkCount')?.readInt32LE(0),
  };
}

function tilesOf(bytes: Buffer): ExrTiles {
  const [width, height] = [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
  const mode = bytes[8] ?? 0;
  expectImage(width > 0 && height > 0, damaged);
  return { width, height, levels: mode & 15, roundsUp: mode >> 4 === 1 };
}

function channelsOf(bytes: Buffer): ExrChannel[] {
  const channels: ExrChannel[] = [];
  for (let at = 0; bytes[at] !== 0;) {
    const end = bytes.indexOf(0, at);
    expectImage(end >= 0 && end + 17 <= bytes.length, damaged);
    const size = sampleBytes[bytes.readInt32LE(end + 1)];
    expectImage(size !== undefined, damaged);
    const isSubsampled = bytes.readInt32LE(end + 9) !== 1 || bytes.readInt32LE(end + 13) !== 1;
    channels.push({ bytesPerSample: size, isSubsampled });
    at = end + 17;
  }
  expectImage(channels.length > 0, 'it has no channels');
  return channels;
}
