import { centralHeader, endOfArchive, type ZipEntry, type ZipEntryData } from './zip-records.ts';

/** Records are kept in pieces of this size: about 100 bytes an entry, whatever the sizes of the files. */
const pieceBytes = 64 * 1024;

/** The directory at an archive's end, gathered while its entries are written. */
export interface CentralDirectory {
  add(entry: ZipEntry, data: ZipEntryData, offset: number): void;
  /** The directory's bytes and the end of the archive, when it begins at `offset`. */
  bytes(offset: number): Iterable<Buffer>;
}

export function createCentralDirectory(): CentralDirectory {
  const pieces: Buffer[] = [];
  let gathered: Buffer[] = [];
  let gatheredBytes = 0;
  let size = 0;
  let entries = 0;

  function compact(): void {
    if (gathered.length > 0) pieces.push(Buffer.concat(gathered));
    gathered = [];
    gatheredBytes = 0;
  }

  return {
    add(entry, data, offset) {
      const record = centralHeader(entry, data, offset);
      gathered.push(record);
      gatheredBytes += record.length;
      size += record.length;
      entries += 1;
      if (gatheredBytes >= pieceBytes) compact();
    },
    *bytes(offset) {
      compact();
      yield* pieces;
      yield endOfArchive({ entries, offset, size });
    },
  };
}
