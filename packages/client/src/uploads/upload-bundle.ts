import { bundleLimits, bundlesPath, bundleType, type BundleIndex } from '@renderonline/contract';
import { ApiError } from '../errors/api-error.ts';
import { sendBytes } from './send-bytes.ts';
import {
  isPassing,
  LocalFileError,
  readSmall,
  type ContentFile,
  type UploadContext,
} from './upload-content.ts';

/** All of a bundle is sent again when it breaks, and is in memory while it is sent. */
const bundleBytes = 4 * 1024 * 1024;
const bundleFiles = 500;

/** What somebody between us and RenderAPI may say who takes only smaller requests, or one that knows no bundles. */
const otherwiseStatuses: ReadonlySet<number> = new Set([404, 405, 413, 415]);

/**
 * Takes the files that are uploaded together next off the beginning of a queue: several small ones, or one.
 *
 * @returns none when the queue is empty
 */
export function takeTogether<File extends ContentFile>(queue: File[]): readonly File[] {
  let bytes = 0;
  let files = 0;
  for (const file of queue) {
    bytes += file.size;
    if (!isSmall(file) || files === bundleFiles || bytes > bundleBytes) break;
    files += 1;
  }
  return queue.splice(0, Math.max(files, 1));
}

function isSmall({ size, asksFirst }: ContentFile): boolean {
  return size <= bundleLimits.contentBytes && !asksFirst;
}

/**
 * Uploads small files with one request, which RenderAPI keeps all of or answers with an error.
 *
 * @returns how many bytes were sent; undefined when they have to be uploaded one by one, which can wait for a RenderAPI
 *   that is away
 * @throws ApiError when they are refused; ProjectChanged; the signal's reason; the system's error when a file cannot be
 *   read
 */
export async function uploadBundle(
  files: readonly ContentFile[],
  { connection, agent, signal }: UploadContext,
): Promise<number | undefined> {
  try {
    const index: BundleIndex = { contents: files.map(({ sha256, size }) => ({ sha256, size })) };
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    const beginning = Buffer.from(`${JSON.stringify(index)}\n`);
    const body = Buffer.allocUnsafe(beginning.length + bytes);
    let filled = beginning.copy(body);
    // One after the other: several bundles are on their way anyway.
    for (const file of files) filled += (await readSmall(file)).copy(body, filled);
    await sendBytes(connection, {
      ...{
        method: 'POST' as const,
        url: new URL(`${connection.baseUrl}${bundlesPath}`),
        agent,
        signal,
        body,
      },
      headers: { 'content-type': bundleType, 'content-length': String(body.length) },
    });
    return bytes;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof LocalFileError) throw error.cause;
    const isOtherwise = error instanceof ApiError && otherwiseStatuses.has(error.status);
    if (isOtherwise || isPassing(error)) return undefined;
    throw error;
  }
}
