import { S3ServiceException } from '@aws-sdk/client-s3';
import { DomainError, domainError } from '@renderonline/domain';
import { diskFull } from '../../errors/storage-error.ts';

/** How storages say that they, or what was booked of them, are full. */
const fullNames: ReadonlySet<string> = new Set([
  'InsufficientStorage',
  'QuotaExceeded',
  'XMinioStorageFull',
  'XMinioAdminBucketQuotaExceeded',
]);

/** Whether there is no such object, upload or range, so that the storage is all right. */
export function isMissingObject(thrown: unknown): boolean {
  return (
    thrown instanceof S3ServiceException &&
    thrown.$metadata.httpStatusCode === 404 &&
    !isMissingBucket(thrown)
  );
}

/** Whether the range lies outside of the object. */
export function isOutsideRange(thrown: unknown): boolean {
  return thrown instanceof S3ServiceException && thrown.$metadata.httpStatusCode === 416;
}

function isMissingBucket(thrown: S3ServiceException): boolean {
  return thrown.name === 'NoSuchBucket';
}

/**
 * What a failed request means: the signal's reason, `disk-full`, or `object-storage-unavailable` when the storage
 * does not answer, or refuses.
 */
export function s3Failure(thrown: unknown, description: string, signal?: AbortSignal): unknown {
  if (signal?.aborted === true) return signal.reason;
  if (thrown instanceof DomainError) return thrown;
  const name = thrown instanceof Error ? thrown.name : 'Error';
  const status = thrown instanceof S3ServiceException ? (thrown.$metadata.httpStatusCode ?? null) : null;
  if (fullNames.has(name) || status === 507) return diskFull(description, thrown);
  const said = status === null ? 'does not answer' : `refuses with ${status}`;
  return domainError(
    'object-storage-unavailable',
    `The object storage of ${description} ${said} (${name}). Check its address, its bucket, and the credentials.`,
    { storage: description, name, status },
    thrown,
  );
}
