import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { findOwnedContent, type Database, type User } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import { uploadNotFound, type PartialUpload } from '@renderonline/storage';
import type { UploadSettings } from '../../settings/render-api-settings.ts';
import { watchUpload } from '../../tasks/enqueue/upload-watch.ts';
import type { ProjectParts } from '../create-project-parts.ts';
import type { ProjectSettings } from '../project-settings.ts';

export interface UploadDependencies {
  readonly database: Database;
  readonly parts: ProjectParts;
  readonly upload: UploadSettings;
  readonly projects: Pick<ProjectSettings, 'openUploads'>;
  readonly nowMs: () => number;
}

export interface BegunUpload {
  /** The last segment of its address. */
  readonly name: string;
  /** Bytes that are here. */
  readonly offset: number;
}

/** The address of a content that is here already: there is nothing left to upload. */
const wholePrefix = 'content-';

/**
 * Begins an upload, with its first bytes when the request brings some. One that comes whole with the request goes
 * straight into the store; of one that the user has uploaded before nothing is read.
 *
 * @param input.body the request when it brings bytes
 * @throws DomainError 'upload-too-large', 'open-uploads-limit', 'content-corrupted', 'disk-full', 'upload-incomplete' …
 */
export async function beginUpload(
  dependencies: UploadDependencies,
  user: User,
  input: { readonly size: number; readonly sha256: string; readonly body: IncomingMessage | undefined },
): Promise<BegunUpload> {
  const { parts, upload, projects, nowMs } = dependencies;
  const { size, sha256, body } = input;
  if (size > upload.maxBytes) throw tooLarge(upload.maxBytes);
  const owned = await ownedSize(dependencies, user, sha256);
  if (owned !== undefined) {
    if (owned === size) return { name: `${wholePrefix}${sha256}`, offset: size };
    throw domainError('content-corrupted', `The file with this hash has ${owned} bytes, not ${size}.`);
  }
  if (size === 0 || (body !== undefined && Number(body.headers['content-length']) === size)) {
    await takeWhole(dependencies, user, input);
    return { name: `${wholePrefix}${sha256}`, offset: size };
  }
  const announced = { userId: user.userId, sha256, size, createdAtMs: nowMs() };
  const begun = await parts.shelf.create(announced, projects.openUploads);
  const name = begun.uploadId;
  if (body === undefined) return { name, offset: 0 };
  try {
    return { name, offset: await append(dependencies, begun, 0, body) };
  } catch (error) {
    // Its client has not been told where it is, and begins another one.
    await parts.shelf.remove(name).catch(() => undefined);
    throw error;
  }
}

/**
 * Takes more bytes of an upload, and puts it into the store when it is whole.
 *
 * @returns how many bytes are here
 * @throws DomainError 'upload-not-found', also when it is another user's; 'upload-locked'; 'upload-offset-wrong';
 *   'content-corrupted', and those of `beginUpload`
 */
export async function continueUpload(
  dependencies: UploadDependencies,
  user: User,
  input: { readonly name: string; readonly offset: number; readonly body: IncomingMessage },
): Promise<number> {
  const { name, offset, body } = input;
  const found = await findUpload(dependencies, user, name);
  if (found.partial !== undefined) return append(dependencies, found.partial, offset, body);
  if (offset === found.size) return offset;
  throw domainError('upload-offset-wrong', `The upload is whole: it has got to ${found.size}.`);
}

/**
 * How far an upload is. One that has all its bytes and is not in the store, because RenderAPI was ended in that
 * moment, is put there.
 *
 * @throws DomainError 'upload-not-found'
 */
export async function lookAtUpload(
  dependencies: UploadDependencies,
  user: User,
  name: string,
): Promise<{ readonly size: number; readonly offset: number }> {
  const { partial, size, offset } = await findUpload(dependencies, user, name);
  if (partial !== undefined && offset === size) await complete(dependencies, partial);
  return { size, offset };
}

/** Gives an upload up. @throws DomainError 'upload-not-found', 'upload-locked' */
export async function endUpload(dependencies: UploadDependencies, user: User, name: string): Promise<void> {
  const { partial } = await findUpload(dependencies, user, name);
  if (partial !== undefined) await dependencies.parts.shelf.remove(partial.uploadId);
}

interface FoundUpload {
  /** Undefined when the content is in the store. */
  readonly partial: PartialUpload | undefined;
  readonly size: number;
  readonly offset: number;
}

async function findUpload(dependencies: UploadDependencies, user: User, name: string): Promise<FoundUpload> {
  if (name.startsWith(wholePrefix)) {
    const size = await ownedSize(dependencies, user, name.slice(wholePrefix.length));
    if (size !== undefined) return { partial: undefined, size, offset: size };
  } else {
    const partial = await dependencies.parts.shelf.find(name);
    if (partial?.userId === user.userId) return { partial, size: partial.size, offset: partial.offset };
  }
  throw uploadNotFound(name);
}

async function ownedSize(
  { database, parts }: UploadDependencies,
  { userId }: User,
  sha256: string,
): Promise<number | undefined> {
  const owned = await findOwnedContent(database.db, { userId, sha256 });
  // Where the store has lost it, it is taken again.
  return owned === undefined ? undefined : parts.contents.sizeOf(sha256);
}

async function takeWhole(
  { parts, upload }: UploadDependencies,
  { userId }: User,
  {
    size,
    sha256,
    body,
  }: { readonly size: number; readonly sha256: string; readonly body: IncomingMessage | undefined },
): Promise<void> {
  const { maxBytes } = upload;
  if (body === undefined || size === 0) {
    await parts.contents.put({ source: Readable.from([]), sha256, size, maxBytes });
  } else {
    const watch = watchUpload(body, upload);
    try {
      await parts.contents.put({
        source: Readable.from(chunksOf(body), { objectMode: false }),
        sha256,
        size,
        maxBytes,
        signal: watch.signal,
      });
    } finally {
      watch.end();
    }
  }
  await parts.notes.note({ userId, sha256, size });
}

async function append(
  dependencies: UploadDependencies,
  partial: PartialUpload,
  offset: number,
  body: IncomingMessage,
): Promise<number> {
  const { parts, upload } = dependencies;
  const announced = Number(body.headers['content-length'] ?? 0);
  if (offset + announced > partial.size) {
    throw domainError('upload-too-large', `The upload has ${partial.size} bytes, and these would be more.`);
  }
  const watch = watchUpload(body, upload);
  let has: number;
  try {
    has = await parts.shelf.append(partial, { offset, source: chunksOf(body), signal: watch.signal });
  } finally {
    watch.end();
  }
  if (has === partial.size) await complete(dependencies, partial);
  return has;
}

async function complete({ parts }: UploadDependencies, partial: PartialUpload): Promise<void> {
  const { uploadId, userId, sha256, size } = partial;
  const path = await parts.shelf.finish(partial);
  await parts.contents.adopt({ path, sha256, size });
  await parts.notes.note({ userId, sha256, size });
  await parts.shelf.remove(uploadId);
}

function tooLarge(maxBytes: number): Error {
  return domainError(
    'upload-too-large',
    `The upload is larger than the ${maxBytes} bytes that this farm accepts.`,
  );
}

/** Whoever stops reading must leave the connection open: the refusal goes out over it. */
function chunksOf(body: IncomingMessage): AsyncIterable<Buffer> {
  return body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
}
