import type { Migration } from 'kysely/migration';
import type { DatabaseLog } from '../database.ts';
import { makeSpecificationTables } from './0001-specification-tables/migration.ts';
import { makeSchedulingTables } from './0002-scheduling-tables.ts';
import { deriveStatesOfEarlierTasks } from './0003-states-of-earlier-tasks.ts';
import { makeFarmTables } from './0004-farm-tables/migration.ts';
import { countEarlierAttempts } from './0005-counts-of-earlier-attempts.ts';
import { makeProjectTables } from './0006-projects.ts';
import { makeApiTables } from './0008-roles-and-idempotency-keys.ts';
import { makeStepsOfTasks } from './0009-steps-of-tasks.ts';
import { makeRetentionTables } from './0010-retention.ts';
import { makeIndexesOfEnds } from './0011-indexes-of-ends.ts';
import { makeIdempotencyKeys } from './0012-what-idempotency-keys-made.ts';
import { makeTaskTemplates } from './0013-task-templates.ts';
import { makeExpiredResults } from './0015-expired-results.ts';
import { makeHourlyStatistics } from './0016-hourly-statistics.ts';
import { makeWebSessions } from './0017-web-sessions.ts';
import { makeWebhooks } from './0018-webhooks.ts';
import { makeFarmHours } from './0022-farm-hours.ts';

/**
 * Every migration by its name, which is also the version of a database that has it as its last. Names sort
 * in the order in which they run. Once released, a migration never changes.
 */
export function allMigrations(log: DatabaseLog): Record<string, Migration> {
  return {
    '0001-specification-tables': { up: (db) => makeSpecificationTables(db, log) },
    '0002-scheduling-tables': { up: makeSchedulingTables },
    '0003-states-of-earlier-tasks': { up: deriveStatesOfEarlierTasks },
    '0004-farm-tables': { up: makeFarmTables },
    '0005-counts-of-earlier-attempts': { up: countEarlierAttempts },
    '0006-projects': { up: makeProjectTables },
    '0008-roles-and-idempotency-keys': { up: makeApiTables },
    '0009-steps-of-tasks': { up: makeStepsOfTasks },
    '0010-retention': { up: makeRetentionTables },
    '0011-indexes-of-ends': { up: makeIndexesOfEnds },
    '0012-what-idempotency-keys-made': { up: makeIdempotencyKeys },
    '0013-task-templates': { up: makeTaskTemplates },
    '0015-expired-results': { up: makeExpiredResults },
    '0016-hourly-statistics': { up: makeHourlyStatistics },
    '0017-web-sessions': { up: makeWebSessions },
    '0018-webhooks': { up: makeWebhooks },
    '0022-farm-hours': { up: makeFarmHours },
  };
}
