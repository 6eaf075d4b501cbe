import type { FastifyInstance } from 'fastify';
import type { Attempt } from '../renders/attempt.ts';
import type { RenderSlot } from '../renders/render-slot.ts';
import { sendHpc } from '../server/hpc-reply.ts';

/** GET /hpc/status: what the machine can do and does, for anyone. */
export function addStatusRoute(app: FastifyInstance, engineIds: readonly string[], slot: RenderSlot): void {
  app.get('/hpc/status', async (_request, reply) => {
    const latest = slot.latest();
    return sendHpc(reply, 200, { EngineIds: engineIds, Task: latest ? taskOf(latest) : null });
  });
}

function taskOf(attempt: Attempt) {
  const end = attempt.end();
  return {
    TaskId: attempt.order.taskId,
    IsSuccess: end?.outcome === 'succeeded',
    IsRunning: end === undefined,
    TotalSeconds: Math.floor(attempt.totalMs() / 1000),
  };
}
