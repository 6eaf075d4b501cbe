import type { IncomingMessage } from 'node:http';
import type { User } from '@renderonline/database';
import { incomingChunks } from '@renderonline/storage';
import type { UploadSettings } from '../../settings/render-api-settings.ts';
import { watchUpload } from '../../tasks/enqueue/upload-watch.ts';
import type { ProjectParts } from '../create-project-parts.ts';
import { readBundle } from './read-bundle.ts';

export interface BundleDependencies {
  readonly parts: Pick<ProjectParts, 'contents' | 'notes'>;
  readonly upload: UploadSettings;
}

/**
 * Keeps the contents of a bundle: all of them are the user's when it resolves, and safe from a power cut. Of a bundle
 * that fails some may be in the store, and are nobody's.
 *
 * @throws DomainError 'request-invalid', 'content-corrupted', 'disk-full', 'upload-incomplete', 'upload-timed-out'
 */
export async function receiveBundle(
  { parts, upload }: BundleDependencies,
  { userId }: User,
  body: IncomingMessage,
): Promise<void> {
  const watch = watchUpload(body, upload);
  const { signal } = watch;
  // Whoever stops reading must leave the connection open: a refusal goes out over it.
  const source = body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  const chunks = incomingChunks(source, { idleTimeoutMs: upload.idleTimeoutMs, signal });
  try {
    const bundle = await readBundle(() => chunks.next());
    await parts.contents.putSmall(bundle.contents());
    await Promise.all(bundle.index.contents.map((content) => parts.notes.note({ userId, ...content })));
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    chunks.close();
    watch.end();
  }
}
