import { createHash } from 'node:crypto';
import { domainError } from '@renderonline/domain';
import type { Logger } from '@renderonline/runtime';
import { keepThumbnail, readThumbnail, type ThumbnailPlace } from '@renderonline/storage';
import type { Decoders } from './decoders.ts';
import { DecoderDied } from './decoder/decoder-process.ts';
import type { ThumbnailFault } from './decoder/decoder-message.ts';

export interface ThumbnailRequest {
  /** The task's project file, and the output's path. */
  readonly filePath: string;
  readonly path: string;
  /** Whole ms since 1970, and bytes, of the output as it is now. */
  readonly modifiedAtMs: number;
  readonly size: number;
  /** Pixels. */
  readonly edge: number;
  /** Stops; 0 unless somebody looks into the dark. */
  readonly exposureStops: number;
}

export interface Thumbnails {
  /**
   * @returns WebP
   * @throws DomainError 'thumbnail-format-unknown', 'thumbnail-failed', 'thumbnail-program-missing', 'too-busy',
   *   'output-not-found'
   */
  thumbnailOf(request: ThumbnailRequest): Promise<Buffer>;
  close(): void;
}

export interface ThumbnailsDependencies {
  /** Closed with the thumbnails. */
  readonly decoders: Decoders;
  readonly minFreeBytes: number;
  readonly log: Pick<Logger, 'warn' | 'info'>;
}

/** How many files are remembered of which no thumbnail can be made, so that they cost their time once. */
const rememberedFaults = 1000;

interface Fault {
  readonly fault: ThumbnailFault;
  readonly message: string;
}

/**
 * Small pictures of outputs: each made once, whoever asks and however many at once, and kept beside its task. Only
 * processes with limits see what is in the files.
 */
export function createThumbnails({ decoders, minFreeBytes, log }: ThumbnailsDependencies): Thumbnails {
  const underWay = new Map<string, Promise<Buffer>>();
  const faults = new Map<string, Fault>();

  async function make(request: ThumbnailRequest, place: ThumbnailPlace): Promise<Buffer> {
    const { filePath, path, edge, exposureStops } = request;
    const source = `${filePath}\0${path}\0${request.modifiedAtMs}\0${request.size}`;
    const known = faults.get(source);
    if (known) throw failureOf(known, path);
    const answer = await decoders
      .make({ filePath, path, edge, exposureStops })
      .catch((error: unknown): Fault => {
        if (!(error instanceof DecoderDied)) throw error;
        log.warn({ filePath, path, reason: error.message }, 'an image cost its decoder its life');
        return { fault: 'failed', message: `Making it ended the decoder: ${error.message}.` };
      });
    if ('fault' in answer) {
      // What is missing may be installed.
      if (answer.fault === 'failed' || answer.fault === 'format-unknown') remember(source, answer);
      throw failureOf(answer, path);
    }
    const bytes = Buffer.from(answer.bytes);
    // Every stop of it would be a file of its own, for a moment's look.
    if (exposureStops !== 0) return bytes;
    await keepThumbnail({ ...place, bytes, minFreeBytes }).catch((error: unknown) => {
      log.warn({ err: error, filePath }, 'a thumbnail could not be kept');
    });
    return bytes;
  }

  function remember(source: string, { fault, message }: Fault): void {
    const [oldest] = faults.keys();
    if (faults.size >= rememberedFaults && oldest !== undefined) faults.delete(oldest);
    faults.set(source, { fault, message });
  }

  return {
    async thumbnailOf(request) {
      const { filePath, exposureStops } = request;
      const name = nameOf(request);
      const place = { filePath, name, sourceModifiedAtMs: request.modifiedAtMs };
      const kept = exposureStops === 0 ? await readThumbnail(place) : undefined;
      if (kept) return kept;
      const key = `${filePath}\0${name}\0${request.modifiedAtMs}\0${exposureStops}`;
      const making = underWay.get(key) ?? make(request, place);
      underWay.set(key, making);
      try {
        return await making;
      } finally {
        underWay.delete(key);
      }
    },
    close: () => {
      decoders.close();
    },
  };
}

/** Of the path and the size; a newer state of the file takes the place of an older one. */
function nameOf({ path, edge }: ThumbnailRequest): string {
  return `${createHash('sha256').update(path).digest('hex').slice(0, 40)}-${edge}.webp`;
}

function failureOf({ fault, message }: Fault, path: string): Error {
  const name = JSON.stringify(path.slice(0, 200));
  switch (fault) {
    case 'gone':
      return domainError('output-not-found', message);
    case 'format-unknown':
      return domainError('thumbnail-format-unknown', `${name} is no PNG, JPEG, TIFF, WebP or EXR.`);
    case 'program-missing':
      return domainError(
        'thumbnail-program-missing',
        `Thumbnails of EXR need ${message}, which RenderAPI's computer does not have. Install it: ${installLine()}`,
        { program: message },
      );
    case 'failed':
      return domainError('thumbnail-failed', `No thumbnail can be made of ${name}. ${message}`);
  }
}

function installLine(): string {
  if (process.platform === 'darwin') return 'brew install ffmpeg';
  if (process.platform === 'win32') return 'winget install ffmpeg';
  return 'apt-get install ffmpeg';
}
