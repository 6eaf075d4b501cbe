import { createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { imageFault } from '@renderonline/engines';

/** What is known of a file after it was read once. */
export interface Inspection {
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** Why it is not a whole image; null for one that is, for a file of another kind, or when nobody asked. */
  readonly fault: string | null;
  readonly warning: string | null;
}

/** Whether to look at a file as an image too, or only to hash it. */
export type InspectionKind = 'hash' | 'image';

/** Read in one piece: a stream's buffers, and their garbage, cost more than such a file. */
const smallBytes = 256 * 1024;

/** @throws the system's error when the file cannot be read. */
export async function inspect(path: string, kind: InspectionKind): Promise<Inspection> {
  const { fault, warning } = kind === 'image' ? await imageFault(path) : { fault: null, warning: null };
  const { size } = await stat(path);
  if (size <= smallBytes) {
    const content = await readFile(path);
    return { size: content.length, sha256: hash('sha256', content), fault, warning };
  }
  return { size, sha256: await sha256OfLarge(path), fault, warning };
}

async function sha256OfLarge(path: string): Promise<string> {
  const running = createHash('sha256');
  const chunks = createReadStream(path, { highWaterMark: smallBytes });
  for await (const chunk of chunks) running.update(chunk as Buffer);
  return running.digest('hex');
}
