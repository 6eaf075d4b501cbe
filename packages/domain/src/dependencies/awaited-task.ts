import { say } from '../phrases/say.ts';
import type { TaskState } from '../tasks/task-state.ts';

/** A task that another one waits for: that one starts when this one has succeeded. */
export interface AwaitedTask {
  readonly taskId: number;
  readonly state: TaskState;
}

/**
 * What tasks that are waited for mean for the task that waits: it may start (`ready`), may still come to it (`waits`),
 * or cannot as things are, because of one that ended otherwise (`hopeless`).
 */
export type AwaitedVerdict =
  | { readonly kind: 'ready' }
  | { readonly kind: 'waits'; readonly taskIds: readonly number[] }
  | { readonly kind: 'hopeless'; readonly because: AwaitedTask };

/** Judges the tasks that another one waits for; of several that failed or were canceled the first is named. */
export function judgeAwaited(awaited: readonly AwaitedTask[]): AwaitedVerdict {
  const because = awaited.find(({ state }) => state === 'failed' || state === 'canceled');
  if (because !== undefined) return { kind: 'hopeless', because };
  const taskIds = awaited.filter(({ state }) => state !== 'succeeded').map(({ taskId }) => taskId);
  return taskIds.length === 0 ? { kind: 'ready' } : { kind: 'waits', taskIds };
}

/** Why a task with these does not start, one sentence; undefined when they do not keep it from starting. */
export function awaitedText(awaited: readonly AwaitedTask[]): string | undefined {
  const verdict = judgeAwaited(awaited);
  switch (verdict.kind) {
    case 'ready':
      return undefined;
    case 'waits':
      return verdict.taskIds.length === 1
        ? say('awaits-task', { taskId: verdict.taskIds.join() })
        : say('awaits-tasks', { taskIds: verdict.taskIds.join(', ') });
    case 'hopeless':
      return hopelessText(verdict.because);
  }
}

/** Why a task cannot start any more that waited for one which failed or was canceled. */
export function hopelessText({ taskId, state }: AwaitedTask): string {
  const isKnown = state === 'failed' || state === 'canceled';
  return say(isKnown ? `awaited-${state}` : 'awaited-not-succeeded', { taskId });
}
