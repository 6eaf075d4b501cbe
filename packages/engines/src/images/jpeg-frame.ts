import { expectImage } from './broken-image.ts';
import type { HuffmanTable, ScanComponent } from './jpeg-scan.ts';

interface FrameComponent {
  readonly id: number;
  readonly across: number;
  readonly down: number;
  /** The number of its quantization table. */
  readonly quantization: number;
}

export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  readonly components: readonly FrameComponent[];
}

/** Tables by 16 × class + number, as a DHT segment names them. */
export type HuffmanTables = ReadonlyMap<number, HuffmanTable>;

/** What coefficients are multiples of, in the order in which they are coded; by number. */
export type QuantizationTables = ReadonlyMap<number, readonly number[]>;

/** @param data of an SOF segment. */
export function readFrame(data: Buffer): JpegFrame {
  const count = data[5] ?? 0;
  expectImage(data.length === 6 + 3 * count && count > 0, 'its header is damaged');
  const [height, width] = [data.readUInt16BE(1), data.readUInt16BE(3)];
  expectImage(width > 0 && height > 0, 'it has no size');
  const components = Array.from({ length: count }, (_, index) => {
    const sampling = data[7 + 3 * index] ?? 0;
    const [across, down] = [sampling >> 4, sampling & 15];
    expectImage(across > 0 && across <= 4 && down > 0 && down <= 4, 'its header is damaged');
    return { id: data[6 + 3 * index] ?? 0, across, down, quantization: data[8 + 3 * index] ?? 0 };
  });
  return { width, height, components };
}

export interface ScanLayout {
  readonly components: readonly ScanComponent[];
  readonly units: number;
}

/** @param data of an SOS segment. */
export function readScan(
  data: Buffer,
  frame: JpegFrame,
  tables: HuffmanTables,
  quantizations: QuantizationTables,
): ScanLayout {
  const count = data[0] ?? 0;
  expectImage(count > 0 && data.length === 4 + 2 * count, 'a scan of it is damaged');
  const inScan = Array.from({ length: count }, (_, index) => {
    const component = frame.components.find(({ id }) => id === data[1 + 2 * index]);
    const numbers = data[2 + 2 * index] ?? 0;
    const dc = tables.get(numbers >> 4);
    const ac = tables.get(16 + (numbers & 15));
    expectImage(component !== undefined && dc !== undefined && ac !== undefined, 'a scan of it is damaged');
    return { ...component, dc, ac, steps: quantizations.get(component.quantization) ?? [] };
  });
  const most = (of: (component: FrameComponent) => number) => Math.max(...frame.components.map(of));
  const [across, down] = [most((component) => component.across), most((component) => component.down)];
  const [only] = inScan;
  // A component that has a scan of its own comes block by block, without those beyond its edges.
  if (inScan.length === 1 && only) {
    const columns = Math.ceil(Math.ceil((frame.width * only.across) / across) / 8);
    const rows = Math.ceil(Math.ceil((frame.height * only.down) / down) / 8);
    return { components: [{ ...only, blocks: 1 }], units: columns * rows };
  }
  return {
    components: inScan.map((component) => ({ ...component, blocks: component.across * component.down })),
    units: Math.ceil(frame.width / (8 * across)) * Math.ceil(frame.height / (8 * down)),
  };
}
