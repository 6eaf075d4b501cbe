import { hash } from 'node:crypto';
import { contentCorrupted } from './content-errors.ts';
import type { StoredContent } from './content-store.ts';

/** A content that is in memory, as announced. */
export interface SmallContent extends StoredContent {
  readonly bytes: Uint8Array;
}

/** Hashed on this thread: to hand so little to another takes longer. @throws `content-corrupted` */
export function requireSmallAsAnnounced({ sha256, size, bytes }: SmallContent): void {
  if (bytes.length !== size || hash('sha256', bytes) !== sha256) throw contentCorrupted({ sha256, size });
}
