import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';
import { Sha256 } from '../link/parts.ts';

/** Where many small contents are uploaded with one request. */
export const bundlesPath = '/renderapi/v2/uploads/bundles';

/** The content type of a bundle: a line of JSON, the index, and then the bytes of its contents, in its order. */
export const bundleType = 'application/vnd.renderonline.bundle';

export const bundleLimits = {
  /** Contents of a bundle. */
  contents: 1000,
  /** Bytes of one content; larger ones are resumable uploads. */
  contentBytes: 256 * 1024,
  /** Bytes of all contents. */
  bytes: 16 * 1024 * 1024,
} as const;

/** The first line of a bundle. */
export const BundleIndex = Type.Object(
  {
    contents: Type.Array(
      Type.Object(
        { sha256: Sha256, size: Type.Integer({ minimum: 0, maximum: bundleLimits.contentBytes }) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: bundleLimits.contents },
    ),
  },
  { additionalProperties: false },
);
export type BundleIndex = Static<typeof BundleIndex>;
