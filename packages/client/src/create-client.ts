import type { SubmitResponse } from '@renderonline/contract';
import { createApi, type Api } from './create-api.ts';
import { createConnection, type ConnectionSettings } from './requests/connection.ts';
import type { UploadedProject } from './projects/make-project.ts';
import {
  uploadArchive,
  uploadProject,
  type ArchiveUpload,
  type ProjectUpload,
} from './projects/upload-project.ts';
import { enqueue, type EnqueueOptions } from './uploads/enqueue.ts';

/** Everything a user can do at a RenderAPI from Node: with what reads files of this computer. */
export interface Client extends Api {
  /** Uploads a project and enqueues a task; resolves with its id and those of its steps. */
  enqueue(options: EnqueueOptions): Promise<SubmitResponse>;
  /** Makes a project of local files, and uploads what RenderAPI lacks of them: nothing travels twice. */
  uploadProject(options: ProjectUpload): Promise<UploadedProject>;
  /** Makes a project of a .zip, which is uploaded unless RenderAPI has it. */
  uploadArchive(options: ArchiveUpload): Promise<UploadedProject>;
}

/**
 * A client of one RenderAPI for one user. It holds no connection open; nothing needs closing.
 *
 * @param settings address and credentials
 */
export function createClient(settings: ConnectionSettings): Client {
  const connection = createConnection(settings);
  return {
    ...createApi(connection),
    enqueue: (options) => enqueue(connection, options),
    uploadProject: (options) => uploadProject(connection, options),
    uploadArchive: (options) => uploadArchive(connection, options),
  };
}
