import { hash } from 'node:crypto';
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
  /** Remembered with the project's identifier and whether it is new. */
  readonly key?: RequestKey | undefined;
}

const tries = 5;

/**
 * Writes a project of a user down, or uses the one that the user has of the same manifest.
 *
 * @returns `isNew` false when there was one
 * @throws 'idempotency-key-reused'
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
    return { projectId, isNew: false };
  }
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
  return { projectId, isNew: true };
}
