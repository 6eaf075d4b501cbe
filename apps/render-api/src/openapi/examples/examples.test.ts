import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Compile } from 'typebox/compile';
import { describeApi } from '../describe-api.ts';
import type { DescribedApi, DescribedOperation } from './add-examples.ts';
import { operationExamples } from './operation-examples.ts';

describe('the examples of v2', () => {
  let operations: DescribedOperation[];
  before(async () => {
    const { paths = {} } = JSON.parse(await describeApi()) as DescribedApi;
    operations = Object.entries(paths)
      .filter(([path]) => path.startsWith('/renderapi/v2/'))
      .flatMap(([, path]) => Object.values(path));
  });

  test('there is one of every body and every answer but files, and each is what its schema says', () => {
    for (const { operationId = '', requestBody, responses = {} } of operations) {
      const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      const contents = [requestBody, ...answers.map(([, answer]) => answer)].flatMap((part) =>
        Object.entries(part?.content ?? {}),
      );
      for (const [type, { schema, example }] of contents) {
        if (/octet-stream|zip|image\//.test(type)) continue;
        assert.notEqual(example, undefined, `${operationId} has no example of ${type}`);
        assert.deepEqual(Compile(schema ?? {}).Errors(example), [], `${operationId}, ${type}`);
      }
    }
  });

  test('there is none of an operation that does not exist', () => {
    const known = new Set(operations.map(({ operationId }) => operationId));
    assert.deepEqual(
      Object.keys(operationExamples).filter((operationId) => !known.has(operationId)),
      [],
    );
  });
});
