import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DatabaseLog } from '../../database.ts';

/**
 * 1.x declared no foreign keys, so a row may point at a parent that is gone. Every such row stays: it gets
 * a placeholder parent that nobody can log in as, render on or render with. Only rows of `queue` that
 * name no task, or a task a second time, say nothing and go.
 */
export async function adoptOrphans(db: Kysely<unknown>, log: DatabaseLog): Promise<void> {
  const report = (count: number, what: string) => {
    if (count > 0) log.warn({ rows: count }, `The database's rows pointed at ${what}.`);
  };
  report(
    await adoptUsersWithoutSubscription(db),
    'missing subscriptions; placeholders with queue_limit 0 were added',
  );
  report(await adoptTasksWithoutUser(db), 'missing users; inactive placeholders were added');
  report(await adoptRendersWithoutEngine(db), 'missing engines; placeholders that no machine has were added');
  report(
    await adoptTasksWithoutRender(db),
    'missing renders; placeholders were added and their tasks taken from the queue',
  );
  report(await adoptTasksWithoutMachine(db), 'missing machines; disabled placeholders were added');
  report(
    await removeEmptyQueueRows(db),
    'no task, or at one already queued; these rows of queue were removed',
  );
}

async function adoptUsersWithoutSubscription(db: Kysely<unknown>): Promise<number> {
  return affected(
    db,
    sql`insert into subscriptions (subscription_id, name, queue_limit)
      select distinct c.subscription_id, concat('Missing subscription ', c.subscription_id), 0
      from users c left join subscriptions p on p.subscription_id = c.subscription_id
      where p.subscription_id is null`,
  );
}

async function adoptTasksWithoutUser(db: Kysely<unknown>): Promise<number> {
  const orphans = sql`from tasks c left join users p on p.user_id = c.user_id where p.user_id is null`;
  // The placeholders need a subscription of their own when there is none at all.
  await sql`insert into subscriptions (name, queue_limit)
    select 'Missing subscription', 0 ${orphans} and not exists (select 1 from subscriptions) limit 1`.execute(
    db,
  );
  return affected(
    db,
    sql`insert into users (user_id, first_name, last_name, email, subscription_id, is_active, token)
      select distinct c.user_id, 'Missing', concat('user ', c.user_id),
        concat('missing-user-', c.user_id, '@renderonline.invalid'),
        (select min(subscription_id) from subscriptions), 0, '' ${orphans}`,
  );
}

async function adoptRendersWithoutEngine(db: Kysely<unknown>): Promise<number> {
  return affected(
    db,
    sql`insert into engines (engine_id, name, extension, download_path, render_argument)
      select distinct c.engine_id, concat('missing-engine-', c.engine_id), '', '', ''
      from renders c left join engines p on p.engine_id = c.engine_id where p.engine_id is null`,
  );
}

async function adoptTasksWithoutRender(db: Kysely<unknown>): Promise<number> {
  const orphans = sql`from tasks c left join renders p on p.render_id = c.render_id where p.render_id is null`;
  // Without a project there is nothing to render; 1.x never scheduled these either.
  await sql`delete q from queue q join (select c.task_id ${orphans}) o on o.task_id = q.task_id`.execute(db);
  // An engine that no machine has, however the real ones are called.
  await sql`insert into engines (name, extension, download_path, render_argument)
    select 'missing-engine', '', '', '' ${orphans}
    and not exists (select 1 from engines where name = 'missing-engine') limit 1`.execute(db);
  return affected(
    db,
    sql`insert into renders (render_id, file_name, file_path, file_size, arguments, engine_id)
      select distinct c.render_id, 'missing', '', 0, '',
        (select min(engine_id) from engines where name = 'missing-engine') ${orphans}`,
  );
}

async function adoptTasksWithoutMachine(db: Kysely<unknown>): Promise<number> {
  return affected(
    db,
    sql`insert into machines (machine_id, ip_address, port, name, is_enabled)
      select distinct c.machine_id, '', 0, concat('Missing machine ', c.machine_id), 0
      from tasks c left join machines p on p.machine_id = c.machine_id
      where p.machine_id is null and c.machine_id is not null`,
  );
}

async function removeEmptyQueueRows(db: Kysely<unknown>): Promise<number> {
  const withoutTask = await affected(
    db,
    sql`delete c from queue c left join tasks p on p.task_id = c.task_id where p.task_id is null`,
  );
  const twice = await affected(
    db,
    sql`delete c from queue c join queue earlier on earlier.task_id = c.task_id and earlier.queue_id < c.queue_id`,
  );
  return withoutTask + twice;
}

async function affected(db: Kysely<unknown>, statement: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows = 0n } = await statement.execute(db);
  return Number(numAffectedRows);
}
