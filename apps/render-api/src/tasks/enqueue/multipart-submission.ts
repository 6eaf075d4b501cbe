import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { domainError, v1Refusals } from '@renderonline/domain';
import { decodeFileName } from './file-name-header.ts';

/** The project file of a submission. Nothing after it is read until its bytes are. */
export interface SubmittedFile {
  /** As the client sent it: it may be a path or an address. */
  readonly rawName: string;
  readonly bytes: Readable;
}

/** A multipart submission as far as it has arrived. */
export interface Submission {
  /** The text of the `request` part; undefined when it has not arrived (yet). */
  readonly requestText: () => string | undefined;
  readonly hasMoreFiles: () => boolean;
  /** Settles with the first file, or with undefined when the submission ended without one. */
  readonly firstFile: Promise<SubmittedFile | undefined>;
  /** Settles when every part is here; rejects when the multipart text is broken. */
  readonly end: Promise<void>;
}

const limits = {
  fieldSize: 2 ** 20,
  fields: 100,
  parts: 200,
  headerPairs: 50,
  headerSize: 16 * 2 ** 10,
} as const;

/**
 * Reads a multipart body part by part, without keeping more of it than the `request` part. A part with a file
 * name is a file, whatever its field is called; second and later files are skipped.
 *
 * @throws DomainError 'no-file' when the content type is not multipart/form-data with a boundary.
 */
export function readSubmission(body: Readable, headers: IncomingHttpHeaders): Submission {
  const parser = createParser(headers);
  const firstFile = Promise.withResolvers<SubmittedFile | undefined>();
  const end = Promise.withResolvers<undefined>();
  let requestText: string | undefined;
  let fileCount = 0;

  parser.on('field', (name, value, _nameTruncated, isTruncated) => {
    // 1.x looked parts up without regard to case.
    if (requestText !== undefined || (name as string | undefined)?.toLowerCase() !== 'request') return;
    // Half a text is never valid JSON; the check says so in the words of 1.x.
    requestText = isTruncated ? `${value.slice(0, 100)}…` : value;
  });
  parser.on('file', (_name, bytes, rawName) => {
    bytes.on('error', ignore); // told through `end`; a stream nobody reads must not end the process
    const name = rawName === '' ? '' : decodeFileName(rawName);
    if (name !== '') fileCount += 1;
    if (name !== '' && fileCount === 1) firstFile.resolve({ rawName: name, bytes });
    else bytes.resume();
  });
  parser.on('finish', () => {
    firstFile.resolve(undefined);
    end.resolve(undefined);
  });
  parser.on('error', (error: unknown) => {
    // A file that was begun is broken off; without one, what came was no submission at all.
    const isBegun = fileCount > 0;
    end.reject(
      isBegun
        ? domainError('upload-incomplete', 'The upload ended in the middle of a part.', {}, error)
        : v1Refusals.noFile(),
    );
    firstFile.resolve(undefined);
    body.unpipe(parser);
  });
  end.promise.catch(ignore); // whoever needs it awaits it; a refusal may come first
  body.pipe(parser);
  return {
    requestText: () => requestText,
    hasMoreFiles: () => fileCount > 1,
    firstFile: firstFile.promise,
    end: end.promise,
  };
}

function createParser(headers: IncomingHttpHeaders): BusboyInstance {
  const contentType = headers['content-type'] ?? '';
  if (!/^\s*multipart\/form-data\s*(;|$)/i.test(contentType)) throw v1Refusals.noFile();
  try {
    return new Busboy({
      headers: { 'content-type': contentType } satisfies BusboyHeaders,
      // The domain decides what of a path is the name.
      preservePath: true,
      isPartAFile: (_name, _contentType, fileName) => fileName !== undefined,
      limits,
    });
  } catch {
    throw v1Refusals.noFile(); // no boundary
  }
}

function ignore(): void {
  // Deliberately nothing: see where it is used.
}
