import { join } from 'node:path';
import type { Database } from '@renderonline/database';
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
  nowMs,
}: {
  readonly database: Database;
  readonly settings: { readonly projects: ProjectSettings; readonly upload: UploadSettings };
  readonly nowMs: () => number;
}): Promise<ProjectParts> {
  const { contentsDirectory, contentsS3 } = settings.projects;
  const { minFreeBytes, idleTimeoutMs } = settings.upload;
  return {
    contents:
      contentsS3 === null
        ? createDirectoryContents({ folder: contentsDirectory, minFreeBytes, idleTimeoutMs })
        : await createS3Contents({ ...contentsS3, idleTimeoutMs }),
    shelf: createUploadShelf({ folder: join(contentsDirectory, shelfName), minFreeBytes, idleTimeoutMs }),
    notes: createContentNotes({ database, nowMs }),
    manifests: createManifestTexts(database),
  };
}
