import { hash } from 'node:crypto';
import type { Manifest, ProjectCreated } from '@renderonline/contract';
import { completeProject, createProject, type Database, type User } from '@renderonline/database';
import { canonicalManifest, checkManifest } from '@renderonline/domain';
import type { ProjectSettings } from './project-settings.ts';

export interface AskDependencies {
  readonly database: Database;
  readonly projects: ProjectSettings;
  readonly nowMs: () => number;
}

/**
 * The user's project of these files, new or not, and what of it has to be uploaded.
 *
 * @throws DomainError of checkManifest
 */
export async function askForProject(
  { database, projects, nowMs }: AskDependencies,
  { userId }: User,
  manifest: Manifest,
): Promise<ProjectCreated & { isNew: boolean }> {
  const { totalBytes } = checkManifest(manifest, projects);
  const manifestSha256 = hash('sha256', canonicalManifest(manifest));
  const { mainPath, files } = manifest;
  const project = { userId, manifestSha256, mainPath, files, totalBytes, nowMs: nowMs() };
  const { projectId, isNew } = await createProject(database, project);
  const missing = await completeProject(database, { projectId });
  return { projectId, isNew, isComplete: missing.length === 0, missing };
}
