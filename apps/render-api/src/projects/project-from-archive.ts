import type { ProjectFromArchiveRequest } from '@renderonline/contract';
import { findOwnedContent, keepContents, listEngines, type User } from '@renderonline/database';
import { domainError } from '@renderonline/domain';
import { archiveInStore, unpackArchive, type ContentStore } from '@renderonline/storage';
import type { RequestKey } from '../idempotency/request-key.ts';
import { askForProject, type AskDependencies, type AskedProject } from './ask-for-project.ts';

/** How many times as large as an archive its files may be, all together. Text packs well, bombs better. */
const maxRatio = 200;

export interface ArchiveDependencies extends AskDependencies {
  readonly contents: ContentStore;
}

/**
 * Makes a project of a ZIP that the user has uploaded. Its files are the user's then, and the project is complete.
 *
 * @throws DomainError 'content-not-found' when the user has not uploaded it; those of unpackArchive; the signal's reason;
 *   'idempotency-key-reused'
 */
export async function projectFromArchive(
  dependencies: ArchiveDependencies,
  user: User,
  { sha256, mainPath }: ProjectFromArchiveRequest,
  { signal, key }: { readonly signal: AbortSignal; readonly key: RequestKey | undefined },
): Promise<AskedProject> {
  const { database, contents, projects, nowMs } = dependencies;
  const { userId } = user;
  if ((await findOwnedContent(database.db, { userId, sha256 })) === undefined) {
    throw domainError('content-not-found', `You have uploaded no file with the hash ${sha256}.`, { sha256 });
  }
  const engines = await listEngines(database.db);
  const manifest = await unpackArchive({
    archive: await archiveInStore(contents, sha256),
    store: contents,
    limits: { ...projects, maxRatio },
    mainPath,
    extensions: engines.map(({ extension }) => extension),
    signal,
  });
  const owned = manifest.files.map((file) => ({ userId, sha256: file.sha256, size: file.size }));
  await keepContents(database, { contents: owned, nowMs: nowMs() });
  return askForProject(dependencies, user, { ...manifest, files: [...manifest.files] }, key);
}
