import { domainError } from '@renderonline/domain';
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { toStoredTime } from '../stored-times.ts';

/** What statistics are asked of: a stretch of time, cut into hours or days of UTC. */
export interface StatisticsRange {
  /** Milliseconds since 1970 UTC. */
  readonly fromMs: number;
  /** The first moment that does not belong to it any more. */
  readonly toMs: number;
  readonly bucket: 'hour' | 'day';
  /** Only this user's tasks; everybody's when absent. */
  readonly userId?: number;
}

/** Whose and of which engine a sum is, and when: `bucketMs` is the hour's or day's first moment. */
export interface StatisticsKey {
  readonly bucketMs: number;
  readonly userId: number;
  readonly engineId: number;
}

/** So many rows are looked at for one answer, and so many sums are in it. */
export const statisticsLimits = { rows: 50_000, sums: 10_000 } as const;

/** @throws 'statistics-too-large' */
export function refuseMore(count: number, limit: number): void {
  if (count <= limit) return;
  throw domainError('statistics-too-large', 'More happened in this time than one answer can be made of.');
}

/** Whether the moment of a column lies within the range. */
export function isWithin(column: string, { fromMs, toMs }: StatisticsRange): RawBuilder<SqlBool> {
  const moment = sql.ref(column);
  return sql<SqlBool>`${moment} >= ${toStoredTime(fromMs)} and ${moment} < ${toStoredTime(toMs)}`;
}

/** The hour or day of a column's moment, as text that `bucketMsOf` reads. */
export function bucketOf(executor: Executor, column: string, bucket: 'hour' | 'day'): RawBuilder<string> {
  const moment = sql.ref(column);
  if (isMysql(executor)) {
    return sql<string>`date_format(${moment}, ${sql.lit(bucket === 'hour' ? '%Y-%m-%d %H' : '%Y-%m-%d')})`;
  }
  return sql<string>`substr(${moment}, 1, ${sql.lit(bucket === 'hour' ? 13 : 10)})`;
}

/** Milliseconds from one column's moment to another's; null when one is not known. */
export function msBetween(executor: Executor, from: string, to: string): RawBuilder<number | null> {
  if (isMysql(executor)) {
    return sql<number | null>`timestampdiff(microsecond, ${sql.ref(from)}, ${sql.ref(to)}) / 1000`;
  }
  return sql<number | null>`round((julianday(${sql.ref(to)}) - julianday(${sql.ref(from)})) * 86400000)`;
}

/** The first moment of an hour or day that `bucketOf` named. */
export function bucketMsOf(text: string): number {
  return Date.parse(text.length === 10 ? `${text}T00:00:00Z` : `${text.replace(' ', 'T')}:00:00Z`);
}
