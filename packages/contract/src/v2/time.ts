import { Type } from '@renderonline/schema';

/** A moment, as ISO 8601 in UTC. */
export function time(description: string) {
  return Type.String({
    format: 'date-time',
    description: `${description} ISO 8601 in UTC, with its offset.`,
  });
}
