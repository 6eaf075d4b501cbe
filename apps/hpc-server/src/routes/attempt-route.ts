import type { FastifyInstance } from 'fastify';
import type { Attempt } from '../renders/attempt.ts';
import type { RenderSlot } from '../renders/render-slot.ts';
import { sendHpc } from '../server/hpc-reply.ts';
import type { TrustHook } from '../trust/require-trust.ts';

interface AttemptRouteInput {
  readonly engineIds: readonly string[];
  readonly slot: RenderSlot;
  readonly trust: TrustHook;
}

/** GET /hpc/attempt: the render in detail, with paths and the renderer's words; for trusted RenderAPIs. */
export function addAttemptRoute(app: FastifyInstance, { engineIds, slot, trust }: AttemptRouteInput): void {
  app.get('/hpc/attempt', { onRequest: trust }, async (_request, reply) => {
    const latest = slot.latest();
    return sendHpc(reply, 200, { EngineIds: engineIds, Attempt: latest ? attemptOf(latest) : null });
  });
}

function attemptOf(attempt: Attempt) {
  const end = attempt.end();
  const { order, progress } = attempt;
  return {
    TaskId: order.taskId,
    AttemptId: order.attemptId,
    IsRunning: end === undefined,
    Outcome: end?.outcome ?? null,
    ExitCode: end?.exitCode ?? null,
    Signal: end?.signal ?? null,
    Message: end?.message ?? '',
    TotalMs: attempt.totalMs(),
    FramesDone: progress.framesDone(),
    CurrentFrame: progress.currentFrame(),
    FrameFraction: progress.frameFraction(),
    LogPath: attempt.logPath(),
  };
}
