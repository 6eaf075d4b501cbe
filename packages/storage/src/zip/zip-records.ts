/**
 * The records of a ZIP file (APPNOTE 6.3.10, sections 4.3 and 4.5), each as its bytes. Names are UTF-8 (flag
 * bit 11), times are UTC.
 */
export interface ZipEntry {
  readonly name: Buffer;
  readonly modifiedAtMs: number;
  readonly isDeflated: boolean;
  /** Sizes and CRC follow the data, because they were not known before it. */
  readonly isDescribedAfter: boolean;
  /** Sizes are written with 64 bits beside and behind the data. Decided before the data is seen. */
  readonly isZip64: boolean;
}

/** What is known of an entry once its data has been read. */
export interface ZipEntryData {
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
}

const max16 = 0xffff;
const max32 = 0xffff_ffff;
const versionDefault = 20;
const versionZip64 = 45;
/** Host system 3: the upper half of the external attributes is a Unix mode. */
const madeByUnix = (3 << 8) | versionZip64;
const plainFileMode = 0o100644;
/** Stands for what is not known yet. */
export const noData: ZipEntryData = { crc32: 0, compressedSize: 0, size: 0 };

/** Stands before an entry's data. `data` is left out when the entry is described after it. */
export function localHeader(entry: ZipEntry, data: ZipEntryData = noData): Buffer {
  const extra = Buffer.concat([
    timestampExtra(entry.modifiedAtMs),
    ...(entry.isZip64 ? [zip64Extra([data.size, data.compressedSize])] : []),
  ]);
  const record = Buffer.alloc(30);
  record.writeUInt32LE(0x04034b50, 0);
  record.writeUInt16LE(entry.isZip64 ? versionZip64 : versionDefault, 4);
  writeCommon(record, 6, entry, data);
  record.writeUInt32LE(entry.isZip64 ? max32 : data.compressedSize, 18);
  record.writeUInt32LE(entry.isZip64 ? max32 : data.size, 22);
  record.writeUInt16LE(entry.name.length, 26);
  record.writeUInt16LE(extra.length, 28);
  return Buffer.concat([record, entry.name, extra]);
}

/** Stands behind the data of an entry that is described after it. */
export function dataDescriptor(entry: ZipEntry, data: ZipEntryData): Buffer {
  const record = Buffer.alloc(entry.isZip64 ? 24 : 16);
  record.writeUInt32LE(0x08074b50, 0);
  record.writeUInt32LE(data.crc32, 4);
  if (entry.isZip64) {
    writeUInt64(record, data.compressedSize, 8);
    writeUInt64(record, data.size, 16);
  } else {
    record.writeUInt32LE(data.compressedSize, 8);
    record.writeUInt32LE(data.size, 12);
  }
  return record;
}

/** The entry in the directory at the archive's end. `offset` is where its local header begins. */
export function centralHeader(entry: ZipEntry, data: ZipEntryData, offset: number): Buffer {
  // In this order, and only those that do not fit into 32 bits.
  const wide = [data.size, data.compressedSize, offset].filter((value) => value >= max32);
  const extra = Buffer.concat([
    timestampExtra(entry.modifiedAtMs),
    ...(wide.length > 0 ? [zip64Extra(wide)] : []),
  ]);
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(madeByUnix, 4);
  record.writeUInt16LE(entry.isZip64 || wide.length > 0 ? versionZip64 : versionDefault, 6);
  writeCommon(record, 8, entry, data);
  record.writeUInt32LE(Math.min(data.compressedSize, max32), 20);
  record.writeUInt32LE(Math.min(data.size, max32), 24);
  record.writeUInt16LE(entry.name.length, 28);
  record.writeUInt16LE(extra.length, 30);
  record.writeUInt32LE(plainFileMode * 0x1_0000, 38);
  record.writeUInt32LE(Math.min(offset, max32), 42);
  return Buffer.concat([record, entry.name, extra]);
}

/** The end of the archive, behind the directory. */
export function endOfArchive(directory: {
  readonly entries: number;
  readonly offset: number;
  readonly size: number;
}): Buffer {
  const { entries, offset, size } = directory;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(entries, max16), 8);
  end.writeUInt16LE(Math.min(entries, max16), 10);
  end.writeUInt32LE(Math.min(size, max32), 12);
  end.writeUInt32LE(Math.min(offset, max32), 16);
  if (entries < max16 && size < max32 && offset < max32) return end;
  return Buffer.concat([zip64End(entries, offset, size), end]);
}

function zip64End(entries: number, offset: number, size: number): Buffer {
  const record = Buffer.alloc(56 + 20);
  record.writeUInt32LE(0x06064b50, 0);
  writeUInt64(record, 44, 4);
  record.writeUInt16LE(madeByUnix, 12);
  record.writeUInt16LE(versionZip64, 14);
  writeUInt64(record, entries, 24);
  writeUInt64(record, entries, 32);
  writeUInt64(record, size, 40);
  writeUInt64(record, offset, 48);
  // The locator, by which readers find the record above.
  record.writeUInt32LE(0x07064b50, 56);
  writeUInt64(record, offset + size, 64);
  record.writeUInt32LE(1, 72);
  return record;
}

/** Flags, method, time, date and CRC: ten bytes and four, alike in both headers. */
function writeCommon(record: Buffer, at: number, entry: ZipEntry, data: ZipEntryData): void {
  const { time, date } = dosTime(entry.modifiedAtMs);
  record.writeUInt16LE(0x0800 | (entry.isDescribedAfter ? 0x0008 : 0), at);
  record.writeUInt16LE(entry.isDeflated ? 8 : 0, at + 2);
  record.writeUInt16LE(time, at + 4);
  record.writeUInt16LE(date, at + 6);
  record.writeUInt32LE(data.crc32, at + 8);
}

function zip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(0x0001, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, index) => {
    writeUInt64(extra, value, 4 + 8 * index);
  });
  return extra;
}

/** Info-ZIP's time in whole seconds of UTC: what is shown does not depend on anybody's time zone. */
function timestampExtra(modifiedAtMs: number): Buffer {
  const extra = Buffer.alloc(9);
  extra.writeUInt16LE(0x5455, 0);
  extra.writeUInt16LE(5, 2);
  extra.writeUInt8(1, 4);
  const seconds = Math.floor(modifiedAtMs / 1000);
  extra.writeInt32LE(Math.max(-0x8000_0000, Math.min(seconds, 0x7fff_ffff)), 5);
  return extra;
}

/** MS-DOS knows the years 1980 to 2107, in steps of two seconds. */
function dosTime(atMs: number): { readonly time: number; readonly date: number } {
  const earliest = Date.UTC(1980, 0, 1);
  const latest = Date.UTC(2107, 11, 31, 23, 59, 58);
  const at = new Date(Math.max(earliest, Math.min(atMs, latest)));
  return {
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    date: ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
  };
}

function writeUInt64(record: Buffer, value: number, at: number): void {
  record.writeBigUInt64LE(BigInt(value), at);
}
