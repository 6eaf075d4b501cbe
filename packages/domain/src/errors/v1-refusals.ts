import { domainError } from './domain-error.ts';
import type { DomainError } from './domain-error.ts';

/**
 * The refusals of `/renderapi/v1` and `/hpc` whose texts programs written for 1.x rely on, word for
 * word. Every one is made here, so that the texts exist once.
 */
export const v1Refusals = {
  unauthorized: (): DomainError => domainError('unauthorized', 'Unauthorized.'),
  noFile: (): DomainError => domainError('no-file', 'No files were uploaded.'),
  requestPartMissing: (): DomainError => domainError('request-part-missing', 'Header "request" is empty.'),
  enqueueRequestInvalid: (details?: { readonly problem: string }): DomainError =>
    domainError('enqueue-request-invalid', 'Invalid enqueue request arguments.', details),
  tooManyFiles: (): DomainError => domainError('too-many-files', 'Only 1 file may be uploaded per request.'),
  queueLimitReached: (queueLimit: number): DomainError =>
    domainError('queue-limit-reached', `Queue limit ${queueLimit} reached for your subscription.`, {
      queueLimit,
    }),
  engineNotFound: (engineId: string | number): DomainError =>
    domainError('engine-not-found', `Engine with identifier ${engineId} not found.`, { engineId }),
  extensionMismatch: (engineExtension: string, fileExtension: string): DomainError =>
    domainError(
      'extension-mismatch',
      `Engine extension ${engineExtension} not matching with files extension ${fileExtension}.`,
      { engineExtension, fileExtension },
    ),
  argumentTypeUnknown: (argtypeId: string): DomainError =>
    domainError(
      'argument-type-unknown',
      `Argument type identifier ${argtypeId} must be present in database.`,
      {
        argtypeId,
      },
    ),
  argumentTypeInvalid: (
    type: string,
    details: { readonly argtypeId: string; readonly problem: string },
  ): DomainError =>
    domainError('argument-type-invalid', `Type ${type} is not valid for RenderOnline.`, { type, ...details }),
  argumentValueInvalid: (value: string, type: string, details: { readonly argtypeId: string }): DomainError =>
    domainError('argument-value-invalid', `Value ${value} must be of type ${type}.`, details),
  contentTypeNotJson: (): DomainError =>
    domainError('content-type-not-json', 'Request content type must be application/json.'),
  bodyInvalid: (details?: { readonly problem: string }): DomainError =>
    domainError('body-invalid', 'Request content has an invalid format.', details),
  taskNotFound: (taskId: string | number): DomainError =>
    domainError('task-not-found', `Task with identifier ${taskId} not found for the current user.`, {
      taskId,
    }),
  taskNotQueued: (taskId: string | number): DomainError =>
    domainError('task-not-queued', `Task with identifier ${taskId} is not in the queue.`, { taskId }),
  renderAlreadyActive: (): DomainError =>
    domainError('render-already-active', 'There already is an active render!'),
  renderArgumentsInvalid: (): DomainError =>
    domainError('render-arguments-invalid', 'Invalid render arguments!'),
  engineNotConfigured: (engineId: string): DomainError =>
    domainError('engine-not-configured', `Requested rendering engine not configured: ${engineId}`, {
      engineId,
    }),
  renderOfOtherTask: (): DomainError =>
    domainError('render-of-other-task', 'No process running with provided task identifier!'),
} as const;
