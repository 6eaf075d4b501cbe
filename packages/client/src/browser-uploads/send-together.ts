import { bundlesPath, bundleType, type BundleIndex } from '@renderonline/contract';
import type { Hashed } from '../projects/carrier.ts';
import type { Connection } from '../requests/connection.ts';
import { isPassing, LocalFileError } from '../uploads/keep-trying.ts';
import { sendsOtherwise } from '../uploads/take-together.ts';
import { readBytes, type PageFile } from './page-file.ts';

/**
 * Uploads small files with one request, which RenderAPI keeps all of or answers with an error.
 *
 * @returns how many bytes were sent; undefined when they have to be uploaded one by one
 * @throws ApiError when they are refused; FileUnreadable; the signal's reason
 */
export async function sendTogether(
  files: readonly Hashed<PageFile>[],
  connection: Connection,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const index: BundleIndex = { contents: files.map(({ sha256, size }) => ({ sha256, size })) };
    const contents = await Promise.all(files.map((file) => readBytes(file)));
    const beginning = new TextEncoder().encode(`${JSON.stringify(index)}\n`);
    const bytes = contents.reduce((sum, { length }) => sum + length, 0);
    const body = new Uint8Array(beginning.length + bytes);
    let filled = 0;
    for (const part of [beginning, ...contents]) {
      body.set(part, filled);
      filled += part.length;
    }
    await connection.open(bundlesPath, {
      ...{ method: 'POST', body, signal },
      headers: { 'content-type': bundleType },
    });
    return bytes;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof LocalFileError) throw error.cause;
    if (sendsOtherwise(error) || isPassing(error)) return undefined;
    throw error;
  }
}
