import { SubmitProjectRequest } from '@renderonline/contract';
import { operationExamples } from './operation-examples.ts';

interface Content {
  readonly schema?: object;
  readonly example?: unknown;
}

type Contents = Record<string, Content>;

/** As much of an OpenAPI document as examples have to do with. */
export interface DescribedApi {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
}

export interface DescribedOperation {
  readonly operationId?: string;
  readonly requestBody?: { readonly content?: Contents };
  readonly responses?: Readonly<Record<string, { readonly content?: Contents }>>;
}

/** Puts the examples of operations where OpenAPI has them. */
export function addExamples(document: DescribedApi): void {
  for (const operation of Object.values(document.paths ?? {}).flatMap((path) => Object.values(path))) {
    const { operationId = '', requestBody, responses = {} } = operation;
    const { body, answer } = operationExamples[operationId] ?? {};
    addTo(requestBody?.content, body);
    for (const [status, response] of Object.entries(responses)) {
      if (status.startsWith('2')) addTo(response.content, answer);
    }
    if (operationId === 'submitTask') tellBothWays(requestBody?.content, body);
  }
}

function addTo(contents: Contents = {}, example: unknown): void {
  if (example === undefined) return;
  // New ones: the contents of several types are one object.
  for (const [type, content] of Object.entries(contents)) contents[type] = { ...content, example };
}

/** A task comes as a part beside its file, or as JSON with a project in place of the file. */
function tellBothWays(contents: Contents = {}, body: unknown): void {
  const parts = contents['multipart/form-data'];
  contents['multipart/form-data'] = {
    ...parts,
    example: { request: body, file: 'the bytes of harbour.blend' },
  };
  const example = { ...(body as object), projectId: 4 };
  contents['application/json'] = { schema: SubmitProjectRequest, example };
}
