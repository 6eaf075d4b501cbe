import { hash } from 'node:crypto';
import { domainError } from '@renderonline/domain';
import { bulkInsert } from '../bulk/bulk-statements.ts';
import type { Database, Executor } from '../database.ts';
import { constraintViolation } from '../dialects/constraint-violation.ts';
import { refuseUsedKey } from '../idempotency/refuse-used-key.ts';
import type { RequestKey } from '../idempotency/request-key.ts';
import { saveMade } from '../idempotency/save-made.ts';
import { toStoredTime } from '../stored-times.ts';

export interface CreateProjectInput {
  readonly userId: number;
  /** Of the canonical manifest, 64 lower-case hexadecimal digits. */
  readonly manifestSha256: string;
  readonly mainPath: string;
  /** No path twice. */
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly size: number }[];
  readonly totalBytes: number;
  /** Milliseconds since 1970 UTC. */
  readonly nowMs: number;
  /** How many projects the user may have; without a limit unless given. Several at once may get past it by as many. */
  readonly maxOfUser?: number | undefined;
  /** Remembered with the project's identifier and whether it is new. */
  readonly key?: RequestKey | undefined;
}

const tries = 5;
const hashesPerUpdate = 500;
const useNotedEveryMs = 3_600_000;

/**
 * Writes a project of a user down, or uses the one that the user has of the same manifest.
 *
 * @returns `isNew` false when there was one
 * @throws 'idempotency-key-reused', 'project-limit'
 */
export async function createProject(
  database: Database,
  input: CreateProjectInput,
): Promise<{ projectId: number; isNew: boolean }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction(async (trx) => {
        const { userId, key } = input;
        await refuseUsedKey(trx, { userId, key });
        const project = await create(trx, input);
        await saveMade(trx, { userId, key, made: project });
        return project;
      });
    } catch (error) {
      // Somebody else has written it, or the key, between our look and our insert.
      if (constraintViolation(error) !== 'unique' || attempt === tries) throw error;
    }
  }
}

async function create(
  trx: Executor,
  input: CreateProjectInput,
): Promise<{ projectId: number; isNew: boolean }> {
  const { userId, manifestSha256, mainPath, files, totalBytes } = input;
  const now = toStoredTime(input.nowMs);
  const known = await trx
    .selectFrom('projects')
    .select('project_id')
    .where('user_id', '=', userId)
    .where('manifest_sha256', '=', manifestSha256)
    .executeTakeFirst();
  if (known !== undefined) {
    const projectId = known.project_id;
    await trx
      .updateTable('projects')
      .set({ last_used_at: now })
      .where('project_id', '=', projectId)
      .execute();
    await useContents(trx, files, input.nowMs);
    return { projectId, isNew: false };
  }
  await requireRoomForOne(trx, input);
  const { insertId } = await trx
    .insertInto('projects')
    .values({
      user_id: userId,
      manifest_sha256: manifestSha256,
      main_path: mainPath,
      file_count: files.length,
      total_bytes: totalBytes,
      created_at: now,
      last_used_at: now,
    })
    .executeTakeFirstOrThrow();
  const projectId = Number(insertId);
  await bulkInsert(trx, {
    into: 'project_files',
    columns: { path_sha256: 'varchar(64)', path: 'mediumtext', sha256: 'varchar(64)', size: 'bigint' },
    rows: files.map(({ path, sha256, size }) => [hash('sha256', path), path, sha256, size]),
    values: {
      project_id: String(projectId),
      path_sha256: 'r.path_sha256',
      path: 'r.path',
      sha256: 'r.sha256',
      size: 'r.size',
    },
  });
  await useContents(trx, files, input.nowMs);
  return { projectId, isNew: true };
}

async function requireRoomForOne(trx: Executor, { userId, maxOfUser }: CreateProjectInput): Promise<void> {
  if (maxOfUser === undefined) return;
  const { count } = await trx
    .selectFrom('projects')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  if (Number(count) < maxOfUser) return;
  throw domainError(
    'project-limit',
    `You have ${count} projects, and may have ${maxOfUser}. Delete some of them.`,
    {
      maxOfUser,
    },
  );
}

/** So that contents which were uploaded long ago do not go with a project that was made of them today. */
async function useContents(trx: Executor, files: CreateProjectInput['files'], nowMs: number): Promise<void> {
  const hashes = [...new Set(files.map(({ sha256 }) => sha256))].sort();
  for (let at = 0; at < hashes.length; at += hashesPerUpdate) {
    await trx
      .updateTable('contents')
      .set({ last_used_at: toStoredTime(nowMs) })
      .where('sha256', 'in', hashes.slice(at, at + hashesPerUpdate))
      // Those of an upload that has just ended need no write.
      .where('last_used_at', '<', toStoredTime(nowMs - useNotedEveryMs))
      .execute();
  }
}
