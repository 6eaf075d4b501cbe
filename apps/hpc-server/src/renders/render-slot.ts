import { startAttempt, type Attempt } from './attempt.ts';
import type { RenderContext } from './render-context.ts';
import type { RenderOrder } from './render-order.ts';

/** Attempt ids remembered, so that an order that arrives late or twice starts nothing. */
const rememberedOrders = 1000;
/** Attempts whose logs are told; of others they stay on the disk. */
const rememberedAttempts = 50;

export type StartAnswer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'could-not-start'; readonly message: string };

export type StopAnswer = 'stopped' | 'nothing-running' | 'other-task' | 'cannot-be-killed';

/** The machine's one place to render. */
export interface RenderSlot {
  /**
   * Starts a render when none is running, and waits until it runs. An order whose attempt id was seen before
   * gets the same answer as then and starts nothing.
   */
  start(order: RenderOrder): Promise<StartAnswer>;
  /**
   * Ends the running render, if it is of this task (and this attempt, when one is given).
   *
   * @param taskId null when the request named none: then only an idle slot has an answer
   */
  stop(taskId: bigint | null, attemptId: string | null): Promise<StopAnswer>;
  /** The running render, or the last one; undefined before the first. */
  latest(): Attempt | undefined;
  /** The render with this attempt id, if it is one of the last. */
  find(attemptId: string): Attempt | undefined;
  /** Whether a render with this attempt id runs or ran. */
  knows(attemptId: string | null): boolean;
  isBusy(): boolean;
  /** Ends the running render, if any. */
  close(): Promise<void>;
}

export function createRenderSlot(context: RenderContext): RenderSlot {
  const answers = new Map<string, Promise<StartAnswer>>();
  const attempts = new Map<string, Attempt>();
  let latest: Attempt | undefined;
  let serial = 0;
  let isClosed = false;

  const isBusy = () => isClosed || (latest !== undefined && latest.end() === undefined);

  function remember(attempt: Attempt, answer: Promise<StartAnswer>): Promise<StartAnswer> {
    const { attemptId } = attempt.order;
    if (attemptId === null) return answer;
    answers.set(attemptId, answer);
    attempts.set(attemptId, attempt);
    forgetOldest(answers, rememberedOrders);
    forgetOldest(attempts, rememberedAttempts);
    return answer;
  }

  async function answerOf(attempt: Attempt): Promise<StartAnswer> {
    const message = await attempt.started;
    return message === undefined ? { kind: 'accepted' } : { kind: 'could-not-start', message };
  }

  return {
    async start(order) {
      const known = order.attemptId === null ? undefined : answers.get(order.attemptId);
      if (known) return known;
      if (isBusy()) return { kind: 'busy' };
      serial += 1;
      const log = context.log.child({ taskId: order.taskId.toString(), attemptId: order.attemptId });
      latest = startAttempt(order, serial, { ...context, log });
      return remember(latest, answerOf(latest));
    },
    async stop(taskId, attemptId) {
      if (latest === undefined || latest.end() !== undefined) return 'nothing-running';
      const { order } = latest;
      if (order.taskId !== taskId) return 'other-task';
      if (attemptId !== null && order.attemptId !== null && order.attemptId !== attemptId)
        return 'other-task';
      return (await latest.stop('canceled')) ? 'stopped' : 'cannot-be-killed';
    },
    latest: () => latest,
    find: (attemptId) => attempts.get(attemptId),
    knows: (attemptId) => attemptId !== null && answers.has(attemptId),
    isBusy,
    async close() {
      isClosed = true;
      await latest?.stop('canceled');
    },
  };
}

function forgetOldest(map: Map<string, unknown>, most: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
}
