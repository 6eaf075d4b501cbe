import type { EngineView, TaskEstimateRequest } from '@renderonline/contract';
import type { Draft } from '../uploads/draft.ts';
import { submissionOf, type TaskForm } from './task-form.ts';

/** What an estimate is asked for, as far as the draft is by now. */
export function estimateRequestOf(
  { main, upload }: Pick<Draft, 'main' | 'upload'>,
  form: TaskForm,
  engines: readonly EngineView[],
): TaskEstimateRequest {
  const { engineId, arguments: values, priority, maxMachines, requirements } = submissionOf(form, engines);
  return {
    engineId,
    ...(values === undefined ? {} : { arguments: values }),
    ...(priority === undefined ? {} : { priority }),
    ...(maxMachines === undefined ? {} : { maxMachines }),
    ...(requirements === undefined ? {} : { requirements }),
    ...(upload.kind === 'done' ? { projectId: upload.projectId } : {}),
    // Below RenderAPI's limit of names, which are the last parts of paths.
    ...(main === undefined ? {} : { fileName: main.slice(main.lastIndexOf('/') + 1).slice(-255) }),
  };
}
