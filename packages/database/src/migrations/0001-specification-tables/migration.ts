import type { Kysely } from 'kysely';
import type { DatabaseLog } from '../../database.ts';
import { isMysql } from '../../dialects/is-mysql.ts';
import { ensureTables } from '../steps/ensure-tables.ts';
import { adoptOrphans } from './adopt-orphans.ts';
import { copyRenamedColumns } from './copy-renamed-columns.ts';
import { refuseDuplicateEmails } from './refuse-duplicate-emails.ts';
import { specificationTables } from './tables.ts';

/** Makes the specification's eight tables, or brings those of 1.x and of our sql files to the same shape. */
export async function makeSpecificationTables(db: Kysely<unknown>, log: DatabaseLog): Promise<void> {
  if (isMysql(db)) await refuseDuplicateEmails(db);
  await ensureTables(db, specificationTables, async (mysql) => {
    await copyRenamedColumns(mysql);
    await adoptOrphans(mysql, log);
  });
}
