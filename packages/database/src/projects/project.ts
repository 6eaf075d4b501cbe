import { domainError, type DomainError } from '@renderonline/domain';
import type { Selectable } from 'kysely';
import type { Schema } from '../schema.ts';
import { fromRequiredStoredTime } from '../stored-times.ts';

/** Files by SHA-256 under their paths, and which of them is rendered. Times are milliseconds since 1970 UTC. */
export interface Project {
  readonly projectId: number;
  readonly userId: number;
  /** Of the canonical manifest: the same for the same files under the same paths. */
  readonly manifestSha256: string;
  readonly mainPath: string;
  readonly fileCount: number;
  readonly totalBytes: number;
  /** Whether its user had uploaded all of it when it was last looked at. */
  readonly isComplete: boolean;
  readonly createdAtMs: number;
  readonly lastUsedAtMs: number;
}

export function projectFromRow(row: Selectable<Schema['projects']>): Project {
  return {
    projectId: row.project_id,
    userId: row.user_id,
    manifestSha256: row.manifest_sha256,
    mainPath: row.main_path,
    fileCount: row.file_count,
    totalBytes: row.total_bytes,
    isComplete: row.is_complete !== 0,
    createdAtMs: fromRequiredStoredTime(row.created_at),
    lastUsedAtMs: fromRequiredStoredTime(row.last_used_at),
  };
}

export function projectNotFound(projectId: number): DomainError {
  return domainError('project-not-found', `The user has no project with the identifier ${projectId}.`, {
    projectId,
  });
}
