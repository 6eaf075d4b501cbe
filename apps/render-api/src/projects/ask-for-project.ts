import { hash } from 'node:crypto';
import type { Manifest, ProjectCreated } from '@renderonline/contract';
import {
  completeProject,
  createProject,
  findProject,
  type Database,
  type User,
} from '@renderonline/database';
import { canonicalManifest, checkManifest, domainError } from '@renderonline/domain';
import type { RequestKey } from '../idempotency/request-key.ts';
import type { ProjectSettings } from './project-settings.ts';

export interface AskDependencies {
  readonly database: Database;
  readonly projects: ProjectSettings;
  readonly nowMs: () => number;
}

/** A project that was asked for. */
export interface AskedProject {
  readonly projectId: number;
  /** False when the user had it before. */
  readonly isNew: boolean;
}

/**
 * The user's project of these files, new or not.
 *
 * @param key knows what is asked for
 * @throws DomainError of checkManifest, 'project-limit', 'idempotency-key-reused'
 */
export async function askForProject(
  { database, projects, nowMs }: AskDependencies,
  { userId }: User,
  manifest: Manifest,
  key?: RequestKey,
): Promise<AskedProject> {
  const { totalBytes } = checkManifest(manifest, projects);
  const manifestSha256 = hash('sha256', canonicalManifest(manifest));
  const { mainPath, files } = manifest;
  const project = { userId, manifestSha256, mainPath, files, totalBytes, nowMs: nowMs() };
  return createProject(database, { ...project, maxOfUser: projects.maxOfUser, key: key?.row() });
}

/**
 * What of it has to be uploaded now.
 *
 * @throws DomainError 'project-not-found' when it was deleted since
 */
export async function shownProject(
  { database }: Pick<AskDependencies, 'database'>,
  { userId }: User,
  projectId: number,
): Promise<ProjectCreated> {
  if ((await findProject(database.db, { projectId, userId })) === undefined) {
    throw domainError('project-not-found', `You have no project with the identifier ${projectId}.`);
  }
  const missing = await completeProject(database, { projectId });
  return { projectId, isComplete: missing.length === 0, missing };
}
