import { bundlesPath, bundleType, type BundleIndex } from '@renderonline/contract';
import { sendBytes } from './send-bytes.ts';
import { isPassing, LocalFileError } from './keep-trying.ts';
import { sendsOtherwise } from './take-together.ts';
import { readSmall, type ContentFile, type UploadContext } from './upload-content.ts';

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
    if (sendsOtherwise(error) || isPassing(error)) return undefined;
    throw error;
  }
}
