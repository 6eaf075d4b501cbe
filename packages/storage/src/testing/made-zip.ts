import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of an archive; whatever is given is written, whether it is true or not. */
export interface MadeEntry {
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  readonly isDeflated?: boolean;
  /** Of Unix, type included, as in the upper half of the attributes. */
  readonly mode?: number;
  readonly dosAttributes?: number;
  readonly flags?: number;
  readonly method?: number;
  readonly size?: number;
  readonly compressedSize?: number;
  readonly crc?: number;
  /** Where the directory says that the header is. */
  readonly offset?: number;
}

/** A ZIP file as hostile people would write it. */
export function madeZip(
  entries: readonly MadeEntry[],
  change: { readonly entryCount?: number } = {},
): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = Buffer.from(entry.content ?? '');
    const data = entry.isDeflated === true ? deflateRawSync(content) : content;
    const described = { name, content, data, offset };
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    writeCommon(local.subarray(4), entry, described);
    directory.push(directoryRecord(entry, described));
    files.push(local, name, data);
    offset += local.length + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  const entryCount = change.entryCount ?? entries.length;
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entryCount, 8);
  end.writeUInt16LE(entryCount, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}

interface Described {
  readonly name: Buffer;
  readonly content: Buffer;
  readonly data: Buffer;
  readonly offset: number;
}

function directoryRecord(entry: MadeEntry, described: Described): Buffer {
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  // Made by Unix.
  record.writeUInt16LE(3 << 8, 4);
  writeCommon(record.subarray(6), entry, described);
  record.writeUInt32LE((((entry.mode ?? 0) << 16) | (entry.dosAttributes ?? 0)) >>> 0, 38);
  record.writeUInt32LE(entry.offset ?? described.offset, 42);
  return Buffer.concat([record, described.name]);
}

/** What both headers have, in the same order. */
function writeCommon(header: Buffer, entry: MadeEntry, { name, content, data }: Described): void {
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(entry.flags ?? 0x800, 2);
  header.writeUInt16LE(entry.method ?? (entry.isDeflated === true ? 8 : 0), 4);
  header.writeUInt32LE(entry.crc ?? crc32(content), 10);
  header.writeUInt32LE(entry.compressedSize ?? data.length, 14);
  header.writeUInt32LE(entry.size ?? content.length, 18);
  header.writeUInt16LE(name.length, 22);
}
