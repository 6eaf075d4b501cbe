import type { ContentStore } from './content-store.ts';
import type { S3ContentsOptions } from './s3/s3-options.ts';

/**
 * Contents in an S3-compatible object storage. Nothing is asked of it before the first content is, so credentials
 * and bucket are not checked here. What talks to it is loaded only by farms that have one.
 */
export async function createS3Contents(options: S3ContentsOptions): Promise<ContentStore> {
  const { openS3Contents } = await import('./s3/s3-contents.ts');
  return openS3Contents(options);
}
