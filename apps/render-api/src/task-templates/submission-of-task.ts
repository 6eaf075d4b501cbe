import type { TemplateSubmission } from '@renderonline/contract';
import { findTask, listSteps, type Executor, type TaskDetails, type User } from '@renderonline/database';
import { domainError, v1Refusals } from '@renderonline/domain';

type Part = Omit<TemplateSubmission, 'steps'>;

/**
 * What a task was submitted with, as it has become since (its priority, frames that were added), and the steps that were
 * submitted with it; videos and others that came later are none of these.
 *
 * @throws DomainError 'task-not-found', 'value-invalid' of a task of 1.x, whose arguments nobody has kept
 */
export async function submissionOfTask(
  executor: Executor,
  { userId }: Pick<User, 'userId'>,
  taskId: number,
): Promise<TemplateSubmission> {
  const details = await findTask(executor, { taskId, userId });
  if (details === undefined) throw v1Refusals.taskNotFound(taskId);
  const steps: Part[] = [];
  let last = details;
  // They were written in one transaction, and have its time.
  for (const { taskId: stepId, inputTaskId } of (await listSteps(executor, { taskIds: [taskId] }))(taskId)) {
    if (inputTaskId !== last.task.taskId) continue;
    const step = await findTask(executor, { taskId: stepId, userId });
    if (step === undefined || step.task.queuedAtMs !== details.task.queuedAtMs) continue;
    steps.push(partOf(step));
    last = step;
  }
  return { ...partOf(details), ...(steps.length === 0 ? {} : { steps }) };
}

function partOf({ task, render }: TaskDetails): Part {
  const { taskId, priority, order, maxMachines, requirements, continuesOnFailure, allowsScripts } = task;
  if (render.argumentValues === null) {
    throw domainError(
      'value-invalid',
      `Of task ${taskId} it is not known with which arguments it was submitted.`,
    );
  }
  const { tags, engineVersion, needsGpu, memoryMb } = requirements;
  const wanted = {
    ...(tags.length === 0 ? {} : { tags: [...tags] }),
    ...(engineVersion === null ? {} : { engineVersion }),
    ...(needsGpu ? { needsGpu } : {}),
    ...(memoryMb === null ? {} : { memoryMb }),
  };
  return {
    engineId: render.engineId,
    arguments: { ...render.argumentValues },
    priority,
    order,
    ...(maxMachines === null ? {} : { maxMachines }),
    ...(Object.keys(wanted).length === 0 ? {} : { requirements: wanted }),
    ...(continuesOnFailure ? { continuesOnFailure } : {}),
    ...(allowsScripts ? { allowsScripts } : {}),
  };
}
