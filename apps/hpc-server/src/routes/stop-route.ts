import { HpcStopArgs, identifierText, readMessage } from '@renderonline/contract';
import { v1Refusals } from '@renderonline/domain';
import type { FastifyInstance } from 'fastify';
import type { RenderSlot } from '../renders/render-slot.ts';
import { sendRequestResponse } from '../server/hpc-reply.ts';
import type { TrustHook } from '../trust/require-trust.ts';

/** POST /hpc/stop: answers when nothing of the render is left. */
export function addStopRoute(app: FastifyInstance, slot: RenderSlot, trust: TrustHook): void {
  app.post('/hpc/stop', { onRequest: trust }, async (request, reply) => {
    const body = readMessage(HpcStopArgs, typeof request.body === 'string' ? request.body : '');
    const taskId = body === undefined ? undefined : identifierText(body.TaskId);
    const answer = await slot.stop(taskId === undefined ? null : BigInt(taskId), body?.AttemptId ?? null);
    switch (answer) {
      case 'stopped':
        return sendRequestResponse(reply, 200, 'Active render terminated!');
      case 'nothing-running':
        return sendRequestResponse(reply, 200, 'No active render!');
      case 'other-task':
        return sendRequestResponse(reply, 400, v1Refusals.renderOfOtherTask().message);
      case 'cannot-be-killed':
        return sendRequestResponse(reply, 500, 'The renderer cannot be killed; look at the machine.');
    }
  });
}
