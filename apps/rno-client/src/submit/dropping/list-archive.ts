/** The end of a ZIP: its record, and a comment of at most 65,535 bytes. */
const endBytes = 22 + 65_535;
const mostDirectoryBytes = 64 * 1024 * 1024;

/**
 * The paths of the files in a .zip, from its directory: the rest of it is not read.
 *
 * @returns undefined when it cannot be told: RenderAPI says then what is wrong with it
 */
export async function listArchive(archive: Blob): Promise<readonly string[] | undefined> {
  const end = await readView(archive, archive.size - endBytes, archive.size);
  const at = findBackwards(end, 0x06054b50);
  if (at === undefined) return undefined;
  const place = (await placeOf64(archive, end, at)) ?? {
    bytes: end.getUint32(at + 12, true),
    offset: end.getUint32(at + 16, true),
  };
  if (place.bytes > mostDirectoryBytes || place.offset + place.bytes > archive.size) return undefined;
  return pathsOf(await readView(archive, place.offset, place.offset + place.bytes));
}

/** Of an archive beyond 4 GiB or 65,535 files. */
async function placeOf64(
  archive: Blob,
  end: DataView,
  at: number,
): Promise<{ bytes: number; offset: number } | undefined> {
  if (at < 20 || end.getUint32(at - 20, true) !== 0x07064b50) return undefined;
  const recordAt = Number(end.getBigUint64(at - 12, true));
  const record = await readView(archive, recordAt, recordAt + 56);
  if (record.byteLength < 56 || record.getUint32(0, true) !== 0x06064b50) return undefined;
  return { bytes: Number(record.getBigUint64(40, true)), offset: Number(record.getBigUint64(48, true)) };
}

function pathsOf(directory: DataView): readonly string[] | undefined {
  const paths: string[] = [];
  const text = new TextDecoder();
  for (let at = 0; at + 46 <= directory.byteLength && directory.getUint32(at, true) === 0x02014b50;) {
    const nameBytes = directory.getUint16(at + 28, true);
    const moreBytes = directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
    if (at + 46 + nameBytes > directory.byteLength) return undefined;
    const name = text.decode(new Uint8Array(directory.buffer, directory.byteOffset + at + 46, nameBytes));
    const path = name.replaceAll('\\', '/').normalize('NFC');
    if (!path.endsWith('/')) paths.push(path);
    at += 46 + nameBytes + moreBytes;
  }
  return paths;
}

function findBackwards(view: DataView, signature: number): number | undefined {
  for (let at = view.byteLength - 22; at >= 0; at--) if (view.getUint32(at, true) === signature) return at;
  return undefined;
}

async function readView(blob: Blob, from: number, to: number): Promise<DataView> {
  return new DataView(await blob.slice(Math.max(0, from), Math.max(0, to)).arrayBuffer());
}
