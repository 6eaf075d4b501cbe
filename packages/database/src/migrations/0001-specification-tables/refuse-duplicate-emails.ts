import { domainError } from '@renderonline/domain';
import { sql, type Kysely } from 'kysely';
import { describeTable } from '../steps/mysql-description.ts';

const namedAtMost = 10;

/**
 * 1.x let two users share an e-mail; which of them logs in was chance. We cannot know which to keep, so
 * this asks, before anything is changed.
 *
 * @throws 'duplicate-email' listing them and saying what to do
 */
export async function refuseDuplicateEmails(db: Kysely<unknown>): Promise<void> {
  if ((await describeTable(db, 'users')) === undefined) return;
  const { rows } = await sql<{ email: string; ids: string }>`
    select min(email) as email, group_concat(user_id order by user_id separator ', ') as ids from users
    group by convert(email using utf8mb4) collate utf8mb4_unicode_520_ci having count(*) > 1
    order by min(user_id)`.execute(db);
  if (rows.length === 0) return;
  const named = rows.slice(0, namedAtMost).map((row) => `${row.email} (user_id ${row.ids})`);
  const more = rows.length > namedAtMost ? ` and ${rows.length - namedAtMost} more` : '';
  throw domainError(
    'duplicate-email',
    `Several users have the same e-mail: ${named.join('; ')}${more}. ` +
      "Give each an e-mail of its own (UPDATE users SET email = '…' WHERE user_id = …), then migrate again; nothing was changed yet.",
    { duplicates: rows.length },
  );
}
