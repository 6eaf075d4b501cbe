import { StorageReport } from '@renderonline/contract';
import type { Database } from '@renderonline/database';
import type { FastifyInstance } from 'fastify';
import { userOf } from '../authentication/require-user.ts';
import { problems, tags } from '../http/v2-schemas.ts';
import type { ProjectSettings } from '../projects/project-settings.ts';
import type { UploadSettings } from '../settings/render-api-settings.ts';
import { systemClock } from '../scheduling/clock.ts';
import { readDiskRooms } from './disk-rooms.ts';
import { rememberCostly } from './remember-costly.ts';
import type { RetentionSettings } from './retention-settings.ts';
import { readStorage, storageReportFor } from './storage-report.ts';

export interface StorageRoutesDependencies {
  readonly database: Database;
  readonly retention: RetentionSettings;
  readonly upload: Pick<UploadSettings, 'minFreeBytes'>;
  readonly projects: Pick<ProjectSettings, 'contentsDirectory'>;
  readonly nowMs: () => number;
}

/** What the farm keeps. */
export function v2StorageRoutes(
  app: FastifyInstance,
  { database, retention: settings, upload, projects, nowMs }: StorageRoutesDependencies,
): void {
  const overview = rememberCostly(
    () =>
      readStorage({
        ...{ database, settings, nowMs: nowMs() },
        readRooms: () => readDiskRooms(database, { upload, projects }),
      }),
    { monotonicMs: () => systemClock.monotonicMs() },
  );

  app.get(
    '/storage',
    {
      schema: {
        operationId: 'storage',
        tags,
        summary:
          'What is kept of the user, how much room it takes, and what goes when; for administrators of all',
        response: { 200: StorageReport, ...problems },
      },
    },
    async (request): Promise<StorageReport> => storageReportFor(userOf(request), await overview(), settings),
  );
}
