import { sql, type Kysely } from 'kysely';

/**
 * Attempts of earlier versions say by their outcome what they count as: this writes it down, so that tasks
 * in the queue keep what they have failed so far.
 *
 * May be run again: it fills only what is empty.
 */
export async function countEarlierAttempts(db: Kysely<unknown>): Promise<void> {
  await sql`update attempts
    set counts_as = case outcome when 'machine-lost' then 'machine-loss' else 'failure' end
    where counts_as is null and outcome in ('failed', 'crashed', 'could-not-start', 'timed-out', 'machine-lost')`.execute(
    db,
  );
}
