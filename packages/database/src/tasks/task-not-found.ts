import { domainError, type DomainError } from '@renderonline/domain';

export function taskNotFound(taskId: number): DomainError {
  return domainError('task-not-found', `There is no task with the identifier ${taskId}.`, { taskId });
}
