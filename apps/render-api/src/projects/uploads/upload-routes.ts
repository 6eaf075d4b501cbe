import { uploadsPath } from '@renderonline/contract';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type, type Static } from 'typebox';
import { userOf } from '../../authentication/require-user.ts';
import { domainError } from '@renderonline/domain';
import { conflicts, problems, tags, uploadProblems } from '../../http/v2-schemas.ts';
import {
  beginUpload,
  continueUpload,
  endUpload,
  lookAtUpload,
  type UploadDependencies,
} from './receive-upload.ts';
import type { ProjectSettings } from '../project-settings.ts';
import {
  announcedSha256,
  bytesOf,
  hasUploadType,
  requireTus,
  tusAbilities,
  tusVersion,
  uploadType,
} from './tus-headers.ts';

export interface UploadRoutesDependencies extends UploadDependencies {
  readonly projects: Pick<ProjectSettings, 'uploadExpiryMs' | 'openUploads'>;
}

const UploadPath = Type.Object({ name: Type.String({ maxLength: 100 }) });
type Path = Static<typeof UploadPath>;
const nothing = (description: string) => Type.Null({ description });

/** tus 1.0.0: uploads that go on where they broke off. The handlers stream the bodies. */
export function uploadRoutes(app: FastifyInstance, dependencies: UploadRoutesDependencies): void {
  const { upload, nowMs } = dependencies;
  const expiresIn = dependencies.projects.uploadExpiryMs;
  app.addHook('onRequest', async (request, reply) => {
    reply.header('tus-resumable', tusVersion).header('cache-control', 'no-store');
    if (request.method === 'OPTIONS') return;
    reply.header('tus-version', tusVersion);
    requireTus(request.headers);
    await Promise.resolve();
  });

  app.options('/uploads', { schema: { hide: true } }, (_request, reply) =>
    reply.code(204).headers(tusAbilities(upload.maxBytes)).send(),
  );

  app.post(
    '/uploads',
    {
      schema: {
        operationId: 'createUpload',
        tags,
        summary: 'Begins a resumable upload (tus 1.0.0), or makes all of it',
        description: `Upload-Length and, in Upload-Metadata, sha256 are required. With the content type ${uploadType} the request brings bytes.`,
        consumes: [uploadType],
        response: {
          201: nothing('Location is where it goes on, Upload-Offset how far it is.'),
          ...problems,
          ...uploadProblems,
        },
      },
    },
    async (request, reply) => {
      const { headers } = request;
      const { name, offset } = await beginUpload(dependencies, userOf(request), {
        size: bytesOf(headers, 'upload-length'),
        sha256: announcedSha256(headers),
        body: hasUploadType(headers) ? request.raw : undefined,
      });
      return answer(reply.code(201).header('location', `${uploadsPath}/${name}`), offset);
    },
  );

  app.head<{ Params: Path }>(
    '/uploads/:name',
    {
      schema: {
        operationId: 'lookAtUpload',
        tags,
        summary: 'How far an upload is (tus)',
        params: UploadPath,
        response: { 200: nothing('Upload-Offset of Upload-Length.'), ...problems },
      },
    },
    async (request, reply) => {
      const { size, offset } = await lookAtUpload(dependencies, userOf(request), request.params.name);
      return answer(reply.code(200).header('upload-length', String(size)), offset);
    },
  );

  app.patch<{ Params: Path }>(
    '/uploads/:name',
    {
      schema: {
        operationId: 'continueUpload',
        tags,
        summary: 'More bytes of an upload (tus), from Upload-Offset on',
        consumes: [uploadType],
        params: UploadPath,
        response: {
          204: nothing('Upload-Offset is how far it is now; with the last byte it is checked and kept.'),
          ...problems,
          ...conflicts,
          ...uploadProblems,
        },
      },
    },
    async (request, reply) => {
      if (!hasUploadType(request.headers)) {
        throw domainError('request-invalid', `The request must say "Content-Type: ${uploadType}".`);
      }
      const offset = await continueUpload(dependencies, userOf(request), {
        name: request.params.name,
        offset: bytesOf(request.headers, 'upload-offset'),
        body: request.raw,
      });
      return answer(reply.code(204), offset);
    },
  );

  app.delete<{ Params: Path }>(
    '/uploads/:name',
    {
      schema: {
        operationId: 'endUpload',
        tags,
        summary: 'Gives an upload up (tus)',
        params: UploadPath,
        response: { 204: nothing('It is gone.'), ...problems, ...conflicts },
      },
    },
    async (request, reply) => {
      await endUpload(dependencies, userOf(request), request.params.name);
      return reply.code(204).send();
    },
  );

  function answer(reply: FastifyReply, offset: number): FastifyReply {
    return reply
      .header('upload-offset', String(offset))
      .header('upload-expires', new Date(nowMs() + expiresIn).toUTCString())
      .send();
  }
}
