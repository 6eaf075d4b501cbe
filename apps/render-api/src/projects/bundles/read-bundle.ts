import { BundleIndex, bundleLimits } from '@renderonline/contract';
import { domainError } from '@renderonline/domain';
import type { SmallContent } from '@renderonline/storage';
import { Compile } from 'typebox/compile';
import { createPieceReader } from './piece-reader.ts';

/** What an entry of the index takes, with room for another way to write JSON. */
const bytesPerEntry = 256;

const validator = Compile(BundleIndex);

/** A bundle whose index has been read. */
export interface OpenBundle {
  readonly index: BundleIndex;
  /** Its contents, as their bytes come; to be read once. */
  contents(): AsyncGenerator<SmallContent>;
}

/**
 * Reads the index of a bundle; no more of it is in memory than the contents that are being taken.
 *
 * @param next gives the next chunk of it, undefined at the end
 * @throws DomainError 'request-invalid'; what `next` throws
 */
export async function readBundle(next: () => Promise<Uint8Array | undefined>): Promise<OpenBundle> {
  const pieces = createPieceReader(next);
  const index = parsed(await pieces.line(bundleLimits.contents * bytesPerEntry));
  const bytes = index.contents.reduce((sum, { size }) => sum + size, 0);
  if (bytes > bundleLimits.bytes) {
    throw domainError(
      'request-invalid',
      `The contents of a bundle have ${bundleLimits.bytes} bytes at most.`,
    );
  }
  return {
    index,
    async *contents() {
      for (const { sha256, size } of index.contents) {
        const content = await pieces.take(size);
        if (content.length < size)
          throw domainError('request-invalid', 'The bundle ends before its contents.');
        yield { sha256, size, bytes: content };
      }
      if ((await pieces.take(1)).length > 0) {
        throw domainError('request-invalid', 'The bundle has more bytes than the contents of its index.');
      }
    },
  };
}

function parsed(line: Buffer | undefined): BundleIndex {
  try {
    const index: unknown = JSON.parse(line?.toString('utf8') ?? '');
    if (validator.Check(index)) return index;
  } catch {
    // Told below.
  }
  throw domainError(
    'request-invalid',
    `A bundle begins with a line of JSON, {"contents": [{"sha256", "size"}, …]}, of ${bundleLimits.contents} contents at most, ` +
      `each of ${bundleLimits.contentBytes} bytes at most.`,
  );
}
