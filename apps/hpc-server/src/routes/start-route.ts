import { HpcStartArgs, identifierText, readMessage } from '@renderonline/contract';
import { v1Refusals } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import { argumentsOfRender } from '../renders/render-arguments.ts';
import type { RenderOrder } from '../renders/render-order.ts';
import type { RenderSlot } from '../renders/render-slot.ts';
import { sendRequestResponse } from '../server/hpc-reply.ts';
import type { RenderingEngine } from '../settings/hpc-server-settings.ts';
import type { TrustHook } from '../trust/require-trust.ts';

interface StartRouteInput {
  readonly engines: readonly RenderingEngine[];
  readonly slot: RenderSlot;
  readonly trust: TrustHook;
}

/** POST /hpc/start, with the answers of 1.x in 1.x's order: busy first, then the request, then the engine. */
export function addStartRoute(app: FastifyInstance, { engines, slot, trust }: StartRouteInput): void {
  app.post('/hpc/start', { onRequest: trust }, async (request, reply) => {
    const body = readMessage(HpcStartArgs, typeof request.body === 'string' ? request.body : '');
    const attemptId = body?.AttemptId ?? null;
    // An order that is repeated because its answer was lost is not in its own way.
    if (slot.isBusy() && !slot.knows(attemptId)) {
      return sendRequestResponse(reply, 400, v1Refusals.renderAlreadyActive().message);
    }
    const taskId = identifierText(body?.TaskId ?? 0);
    if (!body || taskId === undefined || body.Arguments.trim() === '') {
      return sendRequestResponse(reply, 400, v1Refusals.renderArgumentsInvalid().message);
    }
    const engine = engines.find(({ engineId }) => engineId.toLowerCase() === body.EngineId.toLowerCase());
    if (!engine)
      return sendRequestResponse(reply, 400, v1Refusals.engineNotConfigured(body.EngineId).message);

    const programArguments = argumentsOfRender(engine, body.Arguments);
    const order: RenderOrder = { taskId: BigInt(taskId), attemptId, engine, programArguments };
    const answer = await slot.start(order);
    switch (answer.kind) {
      case 'accepted':
        return sendRequestResponse(reply, 200, `Rendering using engine with identifier: ${body.EngineId}`);
      case 'busy':
        return sendRequestResponse(reply, 400, v1Refusals.renderAlreadyActive().message);
      case 'could-not-start':
        return sendRequestResponse(reply, 400, `The renderer could not be started: ${answer.message}.`);
    }
  });
}
