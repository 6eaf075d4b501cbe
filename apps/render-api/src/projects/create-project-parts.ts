import { join } from 'node:path';
import { forgetContent, type Database } from '@renderonline/database';
import type { Logger } from '@renderonline/runtime';
import {
  createDirectoryContents,
  createS3Contents,
  createUploadShelf,
  type ContentStore,
  type UploadShelf,
} from '@renderonline/storage';
import type { UploadSettings } from '../settings/render-api-settings.ts';
import { createContentNotes, type ContentNotes } from './content-notes.ts';
import { createManifestTexts, type ManifestTexts } from './manifest-texts.ts';
import type { ProjectSettings } from './project-settings.ts';

/** What projects of several files are kept with. */
export interface ProjectParts {
  readonly contents: ContentStore;
  /** Uploads that have not ended. */
  readonly shelf: UploadShelf;
  readonly notes: ContentNotes;
  readonly manifests: ManifestTexts;
}

/** Beside the contents' own folders, on the same disk: a whole upload is renamed. */
const shelfName = '.uploads';

/** Makes them; nothing is read or written before they are used. */
export async function createProjectParts({
  database,
  settings,
  log,
  nowMs,
}: {
  readonly database: Database;
  readonly settings: { readonly projects: ProjectSettings; readonly upload: UploadSettings };
  readonly log: Logger;
  readonly nowMs: () => number;
}): Promise<ProjectParts> {
  const { contentsDirectory, contentsS3 } = settings.projects;
  const { minFreeBytes, idleTimeoutMs } = settings.upload;

  /** Projects that need it ask for it again. */
  async function onDamaged(sha256: string): Promise<void> {
    log.error({ sha256 }, 'a content has other bytes by now: it is put aside, and has to be uploaded again');
    await forgetContent(database, { sha256 }).catch((error: unknown) => {
      log.error({ err: error, sha256 }, 'it could not be noted that a content is damaged');
    });
  }

  return {
    contents:
      contentsS3 === null
        ? createDirectoryContents({ folder: contentsDirectory, minFreeBytes, idleTimeoutMs, onDamaged })
        : await createS3Contents({ ...contentsS3, idleTimeoutMs, onDamaged }),
    shelf: createUploadShelf({ folder: join(contentsDirectory, shelfName), minFreeBytes, idleTimeoutMs }),
    notes: createContentNotes({ database, nowMs }),
    manifests: createManifestTexts(database),
  };
}
