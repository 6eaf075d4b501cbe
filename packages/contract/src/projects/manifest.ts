import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { FileSize, Sha256 } from '../link/parts.ts';

/** What a manifest may have on the wire; a farm may allow less. */
export const manifestLimits = {
  /** MaxProjectFiles of a farm cannot be more. */
  files: 1_000_000,
  /** Code units of a path. */
  pathLength: 4096,
} as const;

const Path = Type.String({
  minLength: 1,
  maxLength: manifestLimits.pathLength,
  description: "Relative, with '/', NFC; of names that mean the same on every file system.",
});

/** A file of a project. */
export const ManifestFile = Type.Object(
  { path: Path, size: FileSize, sha256: Sha256 },
  { additionalProperties: false },
);
export type ManifestFile = Static<typeof ManifestFile>;

/** Files by SHA-256 under their relative paths, and which of them is rendered. */
export const Manifest = Type.Object(
  {
    mainPath: Type.String({
      minLength: 1,
      maxLength: manifestLimits.pathLength,
      description: 'The path of the file that is rendered.',
    }),
    files: Type.Array(ManifestFile, { minItems: 1, maxItems: manifestLimits.files }),
  },
  { additionalProperties: false },
);
export type Manifest = Static<typeof Manifest>;

/** What machines are told of a project of several files before they fetch its manifest. */
export const ManifestSummary = Type.Object({
  sha256: Type.String({
    pattern: '^[0-9a-f]{64}$',
    description: 'Identifies the whole: the ETag of GET tasks/{taskId}/manifest.',
  }),
  fileCount: Type.Integer({ minimum: 1, maximum: manifestLimits.files }),
  totalBytes: FileSize,
  mainPath: Path,
});
export type ManifestSummary = Static<typeof ManifestSummary>;

/** GET /renderapi/link/tasks/{taskId}/files/{sha256}. */
export const ContentOfTaskPath = Type.Object({ taskId: Type.Integer({ minimum: 1 }), sha256: Sha256 });
export type ContentOfTaskPath = Static<typeof ContentOfTaskPath>;
