import { Type } from 'typebox';

/** Request header: one value for each thing that is to be made, and the same one when a request for it is sent again. */
export const idempotencyKeyHeader = 'idempotency-key';

/** Response header, `true` when the answer is about what an earlier request with the same key has made. */
export const replayedHeader = 'idempotent-replayed';

/** The headers of requests that make something. */
export const IdempotencyHeaders = Type.Object({
  [idempotencyKeyHeader]: Type.Optional(
    Type.String({
      pattern: '^[!-~]{1,255}$',
      description:
        'The same request with the same key within a day makes nothing again: it is answered with what was made.',
    }),
  ),
});
