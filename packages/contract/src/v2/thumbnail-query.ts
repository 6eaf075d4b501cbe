import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';

/** Pixels, unless the query says another width. */
export const defaultThumbnailWidth = 320;

/** Of GET /renderapi/v2/tasks/{taskId}/thumbnails/{path}. */
export const ThumbnailQuery = Type.Object({
  width: Type.Optional(
    Type.Union([Type.Literal(160), Type.Literal(320), Type.Literal(640), Type.Literal(1280)], {
      description: `Pixels; the picture fits into a square of so many, and is never enlarged. Default: ${defaultThumbnailWidth}.`,
    }),
  ),
});
export type ThumbnailQuery = Static<typeof ThumbnailQuery>;
