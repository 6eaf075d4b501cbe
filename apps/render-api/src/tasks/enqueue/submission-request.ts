import {
  ApiEnqueueRequest,
  identifierNumber,
  identifierText,
  readMessage,
  SubmitRequest,
  type OwnValues,
  type StepRequest,
  type TaskWishes,
} from '@renderonline/contract';
import { domainError, v1Refusals } from '@renderonline/domain';
import { Compile } from 'typebox/compile';

/** What a submission asks for, whichever API it came through. */
export interface SubmissionRequest {
  /** undefined when no row can have it. */
  readonly engineId: number | undefined;
  /** As it was sent. */
  readonly engineIdText: string;
  /** In the order in which they were sent. */
  readonly arguments: readonly { readonly argtypeId: string; readonly value: string }[];
  readonly wishes: TaskWishes;
  /** What is to be done with its frames, one after the other. */
  readonly steps: readonly Omit<SubmissionRequest, 'steps'>[];
}

/** Reads the `request` part of a submission; throws DomainError when it is not what it must be. */
export type RequestReader = (text: string | undefined) => SubmissionRequest | Promise<SubmissionRequest>;

/**
 * Reads the part as 1.x clients write it.
 *
 * @throws DomainError 'request-part-missing', 'enqueue-request-invalid'.
 */
export function readV1Request(text: string | undefined): SubmissionRequest {
  const request = readMessage(ApiEnqueueRequest, requirePart(text));
  const engineIdText = request && identifierText(request.EngineId);
  if (request === undefined || engineIdText === undefined) throw v1Refusals.enqueueRequestInvalid();
  return {
    engineId: identifierNumber(request.EngineId),
    engineIdText,
    arguments: request.Arguments.map(({ ArgTypeId, Value }) => ({
      argtypeId: ArgTypeId,
      value: String(Value),
    })),
    wishes: {},
    steps: [],
  };
}

const submitRequest = Compile(SubmitRequest);

/**
 * Reads the part of POST /renderapi/v2/tasks.
 *
 * @throws DomainError 'request-part-missing', 'request-invalid' with the first thing that is wrong
 */
export function readV2Request(text: string | undefined): SubmitRequest {
  const value = parsed(requirePart(text));
  if (!submitRequest.Check(value)) throw invalid(value);
  return value;
}

/**
 * What a request of v2 asks for, whatever its file or project, with what its template has.
 *
 * @throws DomainError 'request-invalid' when there is no engine
 */
export function submissionOf(request: OwnValues): SubmissionRequest {
  const { engineId, arguments: given = {}, steps = [], ...wishes } = request;
  if (engineId === undefined) {
    throw domainError('request-invalid', 'The request has neither an engineId nor a templateId.');
  }
  return { ...partOf({ engineId, arguments: given, ...wishes }), steps: steps.map(partOf) };
}

/** What a step of a request of v2 asks for. */
export function partOf({
  engineId,
  arguments: given,
  ...wishes
}: StepRequest): Omit<SubmissionRequest, 'steps'> {
  return {
    engineId,
    engineIdText: String(engineId),
    arguments: Object.entries(given).map(([argtypeId, value]) => ({ argtypeId, value })),
    wishes,
  };
}

function requirePart(text: string | undefined): string {
  if (text === undefined || text.trim() === '') throw v1Refusals.requestPartMissing();
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw domainError('request-invalid', 'The request part is not JSON.', {}, error);
  }
}

function invalid(value: unknown): Error {
  const [fault] = submitRequest.Errors(value);
  const where = fault === undefined || fault.instancePath === '' ? '' : ` at ${fault.instancePath}`;
  return domainError(
    'request-invalid',
    `The request part is not what a submission needs${where}: it ${fault?.message ?? 'is something else'}.`,
  );
}
