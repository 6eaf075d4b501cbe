import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  contentSha256Header,
  isOutputName,
  leaseTokenHeader,
  linkLimits,
  OutputHeaders,
  type OutputHeaders as Headers,
} from '@renderonline/contract';
import { findTask, type Database } from '@renderonline/database';
import { domainError, maxFrameNumber } from '@renderonline/domain';
import { isStaged, stageOutput, type StagedFrame } from '@renderonline/storage';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { createImageLooks } from './image-looks.ts';
import type { LeaseFacts } from '../../scheduling/leases/lease-facts.ts';
import type { Scheduler } from '../../scheduling/scheduler.ts';
import type { UploadSettings } from '../../settings/render-api-settings.ts';
import { watchUpload } from '../../tasks/enqueue/upload-watch.ts';
import { machineOf } from '../credentials/require-machine.ts';
import type { FramePublisher } from '../../machines/frame-publisher.ts';
import type { StagingRegister } from './frame-publisher.ts';

export interface OutputRouteDependencies {
  readonly database: Database;
  readonly scheduler: Pick<Scheduler, 'isLeader' | 'leaseOf'>;
  readonly publisher: Pick<FramePublisher, 'discard'> & StagingRegister;
  readonly upload: UploadSettings;
  readonly maxOutputBytes: number;
}

const OutputPath = Type.Object({
  leaseId: Type.Integer({ minimum: 1 }),
  frame: Type.Integer({ minimum: -maxFrameNumber, maximum: maxFrameNumber }),
  name: Type.String({ minLength: 1, description: 'One segment; a slash within it is written as %2F.' }),
});
type OutputPath = Static<typeof OutputPath>;

/**
 * PUT leases/:leaseId/frames/:frame/outputs/:name: a file that a frame produced, under the lease's token. It waits
 * aside until the lease says that the frame is done. Sending it again is harmless.
 */
export function outputRoute(app: FastifyInstance, dependencies: OutputRouteDependencies): void {
  const { database, scheduler, publisher, upload, maxOutputBytes } = dependencies;
  const images = createImageLooks();
  app.addHook('onClose', () => images.close());
  const limits = { ...upload, maxBytes: maxOutputBytes, maxFiles: 2 * linkLimits.outputsPerFrame };

  /** The lease under which the machine may write. @throws DomainError 'lease-lost', 'not-scheduling' */
  function requireLease(request: FastifyRequest<{ Params: OutputPath }>): LeaseFacts {
    if (!scheduler.isLeader()) {
      throw domainError('not-scheduling', 'This RenderAPI does not schedule at the moment.');
    }
    const { leaseId, frame } = request.params;
    const lease = scheduler.leaseOf(leaseId);
    const isItsOwn =
      lease?.machineId === machineOf(request).machineId &&
      isSameText(lease.token, headersOf(request)[leaseTokenHeader]) &&
      frame >= lease.frames.first &&
      frame <= lease.frames.last;
    if (lease === undefined || !isItsOwn) {
      throw domainError('lease-lost', `Lease ${leaseId} does not give this machine frame ${frame}.`, {
        leaseId,
      });
    }
    return lease;
  }

  async function placeOf({ leaseId, taskId }: LeaseFacts, frame: number): Promise<StagedFrame> {
    const task = await findTask(database.db, { taskId });
    if (task === undefined) throw domainError('lease-lost', `Task ${taskId} was deleted.`, { leaseId });
    return { leaseId, taskId, frame, filePath: task.render.filePath };
  }

  async function receive(
    raw: IncomingMessage,
    frame: StagedFrame,
    name: string,
    sha256: string,
  ): Promise<void> {
    const watch = watchUpload(raw, upload);
    const announced = raw.headers['content-length'];
    try {
      await stageOutput({
        ...frame,
        name,
        sha256,
        // The rest of a refused one is read on, so that the machine gets to see why.
        source: raw.iterator({ destroyOnReturn: false }),
        expectedBytes: announced === undefined ? undefined : Number(announced),
        limits,
        signal: watch.signal,
        faultOf: images.faultOf,
      });
    } finally {
      watch.end();
    }
  }

  app.put<{ Params: OutputPath }>(
    '/leases/:leaseId/frames/:frame/outputs/:name',
    {
      schema: {
        hide: true,
        params: OutputPath,
        headers: OutputHeaders,
      },
    },
    async (request, reply) => {
      const { name, frame } = request.params;
      if (!isOutputName(name)) {
        throw domainError(
          'output-name-invalid',
          `${JSON.stringify(name.slice(0, 200))} is no name for an output.`,
        );
      }
      const lease = requireLease(request);
      const sha256 = headersOf(request)[contentSha256Header];
      const place = await placeOf(lease, frame);
      if (await isStaged(place, { name, sha256 })) return reply.code(204).send();
      requireLease(request);
      publisher.note(place);
      await receive(request.raw, place, name, sha256);
      // While it arrived the lease may have been given to another machine.
      if (scheduler.leaseOf(lease.leaseId)?.token !== lease.token) {
        await publisher.discard({ leaseId: lease.leaseId });
        requireLease(request);
      }
      return reply.code(204).send();
    },
  );
}

/** Checked by the route's schema. */
function headersOf({ headers }: Pick<FastifyRequest, 'headers'>): Headers {
  return headers as unknown as Headers;
}

function isSameText(a: string, b: string): boolean {
  const [first, second] = [Buffer.from(a), Buffer.from(b)];
  return first.length === second.length && timingSafeEqual(first, second);
}
