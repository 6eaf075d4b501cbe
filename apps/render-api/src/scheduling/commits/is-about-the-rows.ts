import { isDomainError } from '@renderonline/domain';

/** SQLite's primary result codes TOOBIG, CONSTRAINT and MISMATCH. */
const sqliteCodesOfRows: ReadonlySet<number> = new Set([18, 19, 20]);
/** The SQLSTATE classes "data exception" and "integrity constraint violation". */
const sqlStatesOfRows = /^2[23]/;

/**
 * Whether an error of a commit is the fault of what was to be written, so that trying again cannot help; anything
 * else (no connection, a full disk, a table that is missing) may pass.
 */
export function isAboutTheRows(error: unknown): boolean {
  if (isDomainError(error) || error instanceof TypeError || error instanceof RangeError) return true;
  if (!(error instanceof Error)) return false;
  const { errcode, sqlState } = error as { errcode?: unknown; sqlState?: unknown };
  if (typeof errcode === 'number') return sqliteCodesOfRows.has(errcode & 0xff);
  if (typeof sqlState === 'string') return sqlStatesOfRows.test(sqlState);
  return error.cause !== undefined && isAboutTheRows(error.cause);
}
