import { BrokenImage } from './broken-image.ts';
import type { FileWindow } from './file-window.ts';

/** What follows the header of a scan: coded pixels without their stuffing, and the markers between them. */
export type EntropyPart =
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'restart' }
  /** The scan is over; the next marker stands at `at`. */
  | { readonly kind: 'end'; readonly at: number };

const marker = 0xff;

/** @throws BrokenImage when the file ends within the scan. */
export async function* entropyOf(
  file: FileWindow,
  offset: number,
): AsyncGenerator<EntropyPart, void, undefined> {
  let at = offset;
  for (;;) {
    const left = file.size - at;
    if (left < 2) throw new BrokenImage('the file ends too early');
    const piece = await file.bytes(at, Math.min(left, 64 * 1024));
    const found = piece.indexOf(marker);
    // A marker's second byte may stand in the next piece.
    const plain = found < 0 ? piece.length : found;
    if (plain > 0) yield { kind: 'data', bytes: Buffer.from(piece.subarray(0, plain)) };
    at += plain;
    if (found < 0) continue;
    const code = (await file.bytes(at, 2))[1] ?? 0;
    if (code === 0) {
      yield { kind: 'data', bytes: Buffer.from([marker]) };
      at += 2;
    } else if (code === marker) {
      at += 1;
    } else if (code >= 0xd0 && code <= 0xd7) {
      yield { kind: 'restart' };
      at += 2;
    } else {
      yield { kind: 'end', at };
      return;
    }
  }
}
