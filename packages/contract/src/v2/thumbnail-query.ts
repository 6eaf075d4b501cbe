import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';

/** Pixels, unless the query says another width. */
export const defaultThumbnailWidth = 320;

/** Of GET /renderapi/v2/tasks/{taskId}/thumbnails/{path}. */
export const ThumbnailQuery = Type.Object({
  width: Type.Optional(
    Type.Union(
      [
        Type.Literal(160),
        Type.Literal(320),
        Type.Literal(640),
        Type.Literal(1280),
        Type.Literal(2560),
        Type.Literal(3840),
      ],
      {
        description: `Pixels; the picture fits into a square of so many, and is never enlarged. Default: ${defaultThumbnailWidth}.`,
      },
    ),
  ),
  exposure: Type.Optional(
    Type.Number({
      ...{ minimum: -10, maximum: 10, multipleOf: 0.5, default: 0 },
      description: 'Stops by which an EXR is shown brighter (darker below 0); of no effect on other formats.',
    }),
  ),
});
export type ThumbnailQuery = Static<typeof ThumbnailQuery>;
