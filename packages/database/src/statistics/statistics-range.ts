import { domainError } from '@renderonline/domain';
import { sql, type AliasedRawBuilder, type RawBuilder, type SqlBool } from 'kysely';
import type { Executor } from '../database.ts';
import { isMysql } from '../dialects/is-mysql.ts';
import { fromRequiredStoredTime, toStoredTime } from '../stored-times.ts';

/** What statistics are asked of: a stretch of time, cut into hours of UTC or into days, and whose they are. */
export interface StatisticsRange {
  /** Milliseconds since 1970 UTC. */
  readonly fromMs: number;
  /** The first moment that does not belong to it any more. */
  readonly toMs: number;
  /** Hours, or the first moments of the days that it lies in, ascending: days are longer and shorter where clocks change. */
  readonly buckets: 'hours' | readonly number[];
  /** Only this user's tasks; everybody's when absent. */
  readonly userId?: number;
  /** Only this engine's tasks; those of all when absent. */
  readonly engineId?: number;
  /** Whether sums are of all users and engines together that are asked for; of each unless so. */
  readonly isMerged?: boolean;
}

/** Whose and of which engine a sum is, and when: `bucketMs` is the hour's or day's first moment. */
export interface StatisticsKey {
  readonly bucketMs: number;
  /** Both 0 where sums are merged. */
  readonly userId: number;
  readonly engineId: number;
}

/** So many rows are looked at in one go, and so many sums are in an answer. */
export const statisticsLimits = { rows: 20_000, sums: 10_000 } as const;

/** @throws 'statistics-too-large' */
export function refuseMore(count: number, limit: number): void {
  if (count <= limit) return;
  throw domainError('statistics-too-large', 'More happened in this time than one answer can be made of.');
}

/**
 * Looks no further than it has to.
 *
 * @throws 'statistics-too-large' when more rows of a table than are looked at in one go have their moment in the range
 */
export async function refuseManyRows(
  executor: Executor,
  range: StatisticsRange,
  { table, column }: { readonly table: 'attempts' | 'tasks'; readonly column: string },
): Promise<void> {
  const first = sql`select 1 from ${sql.table(table)} where ${isWithin(column, range)} limit ${sql.lit(statisticsLimits.rows + 1)}`;
  const { rows } = await sql<{
    readonly count: number | string;
  }>`select count(*) as count from (${first}) as x`.execute(executor);
  refuseMore(Number(rows[0]?.count), statisticsLimits.rows);
}

/** Whether the moment of a column lies within the range. */
export function isWithin(
  column: string,
  { fromMs, toMs }: Pick<StatisticsRange, 'fromMs' | 'toMs'>,
): RawBuilder<SqlBool> {
  const moment = sql.ref(column);
  return sql<SqlBool>`${moment} >= ${toStoredTime(fromMs)} and ${moment} < ${toStoredTime(toMs)}`;
}

/** Whether columns are of the user and engine that the range asks for. */
export function isOf(
  { userId, engineId }: Pick<StatisticsRange, 'userId' | 'engineId'>,
  columns: { readonly user: string; readonly engine: string },
): RawBuilder<SqlBool> {
  const wanted = [
    [columns.user, userId],
    [columns.engine, engineId],
  ] as const;
  const conditions = wanted.flatMap(([column, id]) =>
    id === undefined ? [] : [sql`${sql.ref(column)} = ${id}`],
  );
  return conditions.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}

/** What sums are grouped by, besides their time: `of_user` and `of_engine`, which are 0 for all where sums are merged. */
export function ownersOf(
  { isMerged = false }: Pick<StatisticsRange, 'isMerged'>,
  columns: { readonly user: string; readonly engine: string },
): [AliasedRawBuilder<number, 'of_user'>, AliasedRawBuilder<number, 'of_engine'>] {
  const either = (column: string): RawBuilder<number> =>
    isMerged ? sql.lit(0) : sql<number>`${sql.ref(column)}`;
  return [either(columns.user).as('of_user'), either(columns.engine).as('of_engine')];
}

/** The first moment of the hour or day that a column's moment lies in, as text that `bucketMsOf` reads. */
export function bucketOf(
  executor: Executor,
  column: string,
  buckets: StatisticsRange['buckets'],
): RawBuilder<string> {
  const moment = sql.ref(column);
  if (buckets !== 'hours') {
    return positionAmong(
      moment,
      buckets.map((ms) => toStoredTime(ms)),
      (start) => sql.lit(start),
    );
  }
  return isMysql(executor)
    ? sql<string>`date_format(${moment}, '%Y-%m-%d %H:00:00.000')`
    : sql<string>`substr(${moment}, 1, 13) || ':00:00.000'`;
}

/**
 * Which of ascending beginnings a value comes after, by halves: of a hundred it is compared with seven. What is before the
 * first counts as the first.
 */
export function positionAmong<Start extends string | number, Result>(
  value: RawBuilder<unknown>,
  starts: readonly Start[],
  resultOf: (start: Start, position: number) => RawBuilder<Result>,
): RawBuilder<Result> {
  const choose = (first: number, end: number): RawBuilder<Result> => {
    const start = starts[first];
    if (start === undefined) throw new Error('There is nothing to choose from.');
    if (end - first === 1) return resultOf(start, first);
    const middle = Math.floor((first + end) / 2);
    const bound = starts[middle] ?? start;
    return sql<Result>`case when ${value} < ${sql.lit(bound)} then ${choose(first, middle)} else ${choose(middle, end)} end`;
  };
  return choose(0, starts.length);
}

/** Milliseconds from one column's moment to another's; null when one is not known. */
export function msBetween(executor: Executor, from: string, to: string): RawBuilder<number | null> {
  if (isMysql(executor)) {
    return sql<number | null>`timestampdiff(microsecond, ${sql.ref(from)}, ${sql.ref(to)}) / 1000`;
  }
  return sql<number | null>`round((julianday(${sql.ref(to)}) - julianday(${sql.ref(from)})) * 86400000)`;
}

/** The first moment of an hour or day that `bucketOf` named. */
export const bucketMsOf = fromRequiredStoredTime;
