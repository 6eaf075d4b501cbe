import { sql, type Kysely } from 'kysely';
import { describeColumns } from '../steps/mysql-description.ts';

/**
 * The first scripts of 1.x called a subscription's name `subscription_name`, and had no queue limit. The name
 * moves to where it belongs (the old column stays), and the limit becomes the specification's 3 rather than
 * the nothing that a new column holds.
 */
export async function copyRenamedColumns(db: Kysely<unknown>): Promise<void> {
  const columns = await describeColumns(db, 'subscriptions');
  if (!columns.some((column) => column.name === 'subscription_name')) return;
  await sql`update subscriptions set name = subscription_name, queue_limit = 3
    where name = '' and subscription_name is not null`.execute(db);
}
