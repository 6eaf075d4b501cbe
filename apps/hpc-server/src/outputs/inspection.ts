import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
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

/** @throws the system's error when the file cannot be read. */
export async function inspect(path: string, kind: InspectionKind): Promise<Inspection> {
  const { fault, warning } = kind === 'image' ? await imageFault(path) : { fault: null, warning: null };
  const { size } = await stat(path);
  return { size, sha256: await sha256Of(path), fault, warning };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}
