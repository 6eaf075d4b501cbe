import { BrokenImage, expectImage } from './broken-image.ts';
import { ditheredLevels } from './sameness.ts';

export interface HuffmanTable {
  /** By code length: the first code, how many there are, and where their symbols begin. */
  readonly first: readonly number[];
  readonly counts: readonly number[];
  readonly starts: readonly number[];
  readonly symbols: Buffer;
}

export interface ScanComponent {
  /** Blocks of it in one unit of the scan. */
  readonly blocks: number;
  readonly dc: HuffmanTable;
  readonly ac: HuffmanTable;
  /** What its 64 coefficients are multiples of, in the order of the codes; empty where that is not known. */
  readonly steps: readonly number[];
}

/** Decodes the Huffman codes of a baseline scan, without making pixels of them. */
export interface JpegScan {
  push(bytes: Buffer): void;
  restart(): void;
  /** @throws BrokenImage unless every unit was there. */
  end(): void;
  /** So far: the blocks of a component have the same mean, and nothing but it, or hardly more than dithering adds. */
  readonly isBlank: boolean;
}

/** A coefficient changes a pixel by a quarter of itself at most. */
const noiseAtMost = ditheredLevels * 4;
/** No unit of a scan (ten blocks of 64 codes with their values) is longer. */
const longestUnit = 4096;
const pixelsMissing = 'pixels are missing';

/** @param definition a DHT segment's sixteen counts and its symbols. */
export function createHuffmanTable(counts: Buffer, symbols: Buffer): HuffmanTable {
  const first: number[] = [];
  const starts: number[] = [];
  let code = 0;
  let start = 0;
  for (const count of counts) {
    first.push(code);
    starts.push(start);
    code = (code + count) << 1;
    start += count;
  }
  return { first, counts: [...counts], starts, symbols: Buffer.from(symbols) };
}

/** @param restartInterval units between restart markers; 0: there are none. */
export function createJpegScan(
  components: readonly ScanComponent[],
  units: number,
  restartInterval: number,
): JpegScan {
  let bytes = Buffer.alloc(0);
  let bit = 0;
  let done = 0;
  let isBlank = true;
  let predicted = components.map(() => 0);
  const means = components.map(() => ({ least: Infinity, most: -Infinity }));

  function readBit(): number {
    const byte = bytes[bit >> 3];
    if (byte === undefined) throw new BrokenImage(pixelsMissing);
    const value = (byte >> (7 - (bit & 7))) & 1;
    bit += 1;
    return value;
  }

  function readSymbol({ first, counts, starts, symbols }: HuffmanTable): number {
    let code = 0;
    for (let length = 0; length < 16; length++) {
      code = (code << 1) | readBit();
      const index = code - (first[length] ?? 0);
      if (index >= 0 && index < (counts[length] ?? 0)) return symbols[(starts[length] ?? 0) + index] ?? 0;
    }
    throw new BrokenImage('its coded pixels are damaged');
  }

  function readValue(bits: number): number {
    let value = 0;
    for (let count = 0; count < bits; count++) value = (value << 1) | readBit();
    return bits > 0 && value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value;
  }

  function isMeanTheSame(index: number, mean: number, step: number): boolean {
    const known = means[index];
    if (known === undefined) return false;
    known.least = Math.min(known.least, mean);
    known.most = Math.max(known.most, mean);
    // A mean is coded eight times as large, so that a level is 8 of its units.
    return (known.most - known.least) * step <= ditheredLevels * 8 || known.most === known.least;
  }

  function readBlock(index: number, { dc, ac, steps }: ScanComponent): void {
    const mean = (predicted[index] ?? 0) + readValue(readSymbol(dc) & 15);
    predicted[index] = mean;
    if (isBlank) isBlank = isMeanTheSame(index, mean, steps[0] ?? 0);
    for (let at = 1; at < 64;) {
      const symbol = readSymbol(ac);
      const size = symbol & 15;
      if (size === 0 && symbol !== 0xf0) return;
      at += (symbol >> 4) + 1;
      expectImage(at <= 64, 'its coded pixels are damaged');
      if (!isBlank) bit += size;
      else if (size > 0) isBlank = Math.abs(readValue(size)) * (steps[at - 1] ?? Infinity) <= noiseAtMost;
    }
  }

  function readUnit(): void {
    components.forEach((component, index) => {
      for (let block = 0; block < component.blocks; block++) readBlock(index, component);
    });
    if (bit > bytes.length * 8) throw new BrokenImage(pixelsMissing);
    done += 1;
  }

  /** Reads on to a number of units, with all of the bytes before a marker there. */
  function readTo(target: number): void {
    while (done < target) readUnit();
    bytes = Buffer.alloc(0);
    bit = 0;
  }

  return {
    push(more) {
      bytes = Buffer.concat([bytes.subarray(bit >> 3), more]);
      bit &= 7;
      const limit = (bytes.length - longestUnit) * 8;
      const interval = restartInterval > 0 ? restartInterval - (done % restartInterval) : units;
      const most = Math.min(units, done + interval);
      while (bit < limit && done < most) readUnit();
      // Padding behind the last unit is not kept.
      if (done >= most && bytes.length > longestUnit)
        throw new BrokenImage('it has more pixels than its size says');
    },
    restart() {
      expectImage(restartInterval > 0, 'its coded pixels are damaged');
      readTo(Math.min(units, (Math.floor(done / restartInterval) + 1) * restartInterval));
      predicted = components.map(() => 0);
    },
    end() {
      readTo(units);
    },
    get isBlank() {
      return isBlank;
    },
  };
}
