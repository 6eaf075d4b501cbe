/** More is no header of a renderer. */
const mostNames = 4096;

/** Bytes at a file's beginning in which the channels of its first part are looked for. */
export const exrHeadBytes = 256 * 1024;

const dwaCompressions: readonly (number | undefined)[] = [8, 9];
const floatPixels = 2;

/** The layer of an EXR that is the picture. */
export interface PictureLayer {
  /** Its name without the last dot; '' for the one without a name. */
  readonly name: string;
  /** 32-bit colours under DWA compression, of which ffmpeg makes something else without saying so. */
  readonly isMisread: boolean;
}

/**
 * Which layer of an EXR file is the picture, from the file's first bytes: the one without a name, else
 * Blender's `….Combined`, else the first that has red, green and blue.
 *
 * @returns undefined when there is no picture
 */
export function pictureLayerOf(head: Buffer): PictureLayer | undefined {
  const layers = new Map<string, Map<string, number>>();
  for (const { name, pixelType } of channelsOf(head)) {
    const dot = name.lastIndexOf('.');
    const layer = name.slice(0, Math.max(dot, 0));
    const channels = layers.get(layer) ?? new Map<string, number>();
    channels.set(name.slice(dot + 1), pixelType);
    layers.set(layer, channels);
  }
  const pictures = [...layers].filter(
    ([, channels]) => ['R', 'G', 'B'].every((each) => channels.has(each)) || channels.has('Y'),
  );
  const [name, channels] =
    pictures.find(([layer]) => layer === '') ??
    pictures.find(([layer]) => /(?:^|\.)Combined$/i.test(layer)) ??
    pictures[0] ??
    [];
  if (name === undefined || channels === undefined) return undefined;
  const isFloat = [...channels.values()].includes(floatPixels);
  return { name, isMisread: isFloat && dwaCompressions.includes(compressionOf(head)) };
}

function* channelsOf(head: Buffer): Generator<{ readonly name: string; readonly pixelType: number }> {
  let position = attributeAt(head, 'channels\0chlist\0') ?? head.length;
  for (let count = 0; count < mostNames; count += 1) {
    const end = head.indexOf(0, position);
    // pixel type, linearity, sampling: 16 bytes
    if (end <= position || end + 17 > head.length) return;
    yield { name: head.toString('utf8', position, end), pixelType: head.readInt32LE(end + 1) };
    position = end + 17;
  }
}

function compressionOf(head: Buffer): number | undefined {
  return head[attributeAt(head, 'compression\0compression\0') ?? head.length];
}

/** Where an attribute's bytes begin: behind its name, its type (each ended by a zero), and its size. */
function attributeAt(head: Buffer, nameAndType: string): number | undefined {
  const at = head.indexOf(nameAndType, 8, 'latin1');
  return at < 0 ? undefined : at + nameAndType.length + 4;
}
