import {
  defaultThumbnailWidth,
  TaskPath,
  ThumbnailQuery,
  type TaskPath as Path,
  type ThumbnailQuery as Query,
} from '@renderonline/contract';
import type { Database } from '@renderonline/database';
import type { Logger } from '@renderonline/runtime';
import { openOutputFile } from '@renderonline/storage';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { userOf } from '../authentication/require-user.ts';
import { problems, tags } from '../http/v2-schemas.ts';
import type { Scheduler } from '../scheduling/scheduler.ts';
import type { UploadSettings } from '../settings/render-api-settings.ts';
import { openedOrExpired } from '../tasks/expired-results.ts';
import { findOwnedTask } from '../tasks/owned-task.ts';
import { createThumbnails } from './create-thumbnails.ts';
import { createDecoders } from './decoders.ts';
import { thumbnailType } from './thumbnail-type.ts';
import type { ThumbnailSettings } from './thumbnail-settings.ts';

export interface ThumbnailRoutesDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'outputsInPlace'>;
  readonly thumbnails: ThumbnailSettings;
  readonly upload: Pick<UploadSettings, 'minFreeBytes'>;
  readonly log: Logger;
}

/** Small pictures of what a task has produced. */
export function v2ThumbnailRoutes(
  app: FastifyInstance,
  { database, scheduler, thumbnails: settings, upload, log }: ThumbnailRoutesDependencies,
): void {
  const thumbnails = createThumbnails({
    decoders: createDecoders(settings),
    minFreeBytes: upload.minFreeBytes,
    log,
  });
  app.addHook('onClose', async () => {
    thumbnails.close();
  });

  app.get<{ Params: Path & { '*': string }; Querystring: Query }>(
    '/tasks/:taskId/thumbnails/*',
    {
      schema: {
        operationId: 'thumbnail',
        tags,
        summary: 'A small picture (WebP) of one PNG, JPEG, TIFF, WebP or EXR that a task has produced',
        params: TaskPath, // and the wildcard, which openOutputFile judges
        querystring: ThumbnailQuery,
        produces: [thumbnailType],
        response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }), ...problems },
      },
    },
    async (request, reply) => {
      const { taskId, '*': path } = request.params;
      const { width: edge = defaultThumbnailWidth, exposure: exposureStops = 0 } = request.query;
      const { details } = await findOwnedTask(database, userOf(request), taskId);
      const { filePath } = details.render;
      await scheduler.outputsInPlace(taskId);
      const opening = openOutputFile({ filePath, path });
      const { handle, size, ...file } = await openedOrExpired(details, opening);
      await handle.close();
      const modifiedAtMs = Math.floor(file.modifiedAtMs);
      const etag = `"${size.toString(36)}-${modifiedAtMs.toString(36)}-${edge}-${exposureStops}"`;
      reply
        .header('etag', etag)
        .header('cache-control', 'private, max-age=60')
        .header('vary', 'email, token');
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      const picture = await thumbnails.thumbnailOf({
        filePath,
        path,
        size,
        modifiedAtMs,
        edge,
        exposureStops,
      });
      return reply.header('x-content-type-options', 'nosniff').type(thumbnailType).send(picture);
    },
  );
}
