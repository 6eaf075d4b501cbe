import type { OpenUploadLimits, S3ContentsOptions } from '@renderonline/storage';

/** How projects of several files are kept. */
export interface ProjectSettings {
  /** Where uploads are that have not ended, and contents unless they are in object storage. Absolute. */
  readonly contentsDirectory: string;
  /** Object storage that keeps the contents in place of the folder. */
  readonly contentsS3: S3Settings | null;
  /** Files of one project. */
  readonly maxFiles: number;
  /** Bytes of all files of one project. */
  readonly maxBytes: number;
  /** Projects of one user. */
  readonly maxOfUser: number;
  /** What one user may have begun to upload. */
  readonly openUploads: OpenUploadLimits;
  /** An upload to which nothing is added for so long, in ms, is given up. */
  readonly uploadExpiryMs: number;
}

export type S3Settings = Pick<S3ContentsOptions, 'bucket' | 'endpoint' | 'region' | 'prefix' | 'credentials'>;
