import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Type } from 'typebox';
import { ApiDequeueRequest, ApiEnqueueRequest, readMessage } from '../index.ts';

describe('readMessage', () => {
  const accepted: [name: string, text: string, expected: unknown][] = [
    ['PascalCase', '{"TaskId":1}', { TaskId: 1 }],
    ["1.x's camelCase", '{"taskId":123}', { TaskId: 123 }],
    ['any case', '{"TASKID":"7"}', { TaskId: '7' }],
    ['unknown properties', '{"TaskId":1,"Regex":null,"x":{"y":[]}}', { TaskId: 1 }],
    ['a byte order mark', '\uFEFF{"TaskId":1}', { TaskId: 1 }],
    ['an exact name over one of another case', '{"TaskId":1,"taskId":2}', { TaskId: 1 }],
    ['an exact name over one of another case, in either order', '{"taskId":2,"TaskId":1}', { TaskId: 1 }],
    ['the largest id exactly', '{"TaskId":18446744073709551615}', { TaskId: '18446744073709551615' }],
    ['ids beyond 2^53 exactly', '{"TaskId":9007199254740993}', { TaskId: '9007199254740993' }],
  ];
  for (const [name, text, expected] of accepted) {
    test(`takes ${name}`, () => {
      assert.deepEqual(readMessage(ApiDequeueRequest, text), expected);
    });
  }

  const refused: [name: string, text: string][] = [
    ['nothing', ''],
    ['half a text', '{"TaskId":'],
    ['null', 'null'],
    ['a list', '[{"TaskId":1}]'],
    ['an object without the id', '{}'],
    ['a negative id', '{"TaskId":-1}'],
    ['a fraction', '{"TaskId":1.5}'],
    ['an infinite number', '{"TaskId":1e999}'],
    ['letters', '{"TaskId":"abc"}'],
    ['an object as id', '{"TaskId":{}}'],
    ['nesting beyond the stack', `{"TaskId":1,"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
  ];
  for (const [name, text] of refused) {
    test(`refuses ${name}`, () => {
      assert.equal(readMessage(ApiDequeueRequest, text), undefined);
    });
  }

  test('spells the names of nested lists, too', () => {
    const text = '{"engineId":"1","arguments":[{"argTypeId":"start_frame","value":1,"regex":null}]}';
    assert.deepEqual(readMessage(ApiEnqueueRequest, text), {
      EngineId: '1',
      Arguments: [{ ArgTypeId: 'start_frame', Value: 1 }],
    });
  });

  test('does not take inherited names for properties', () => {
    const schema = Type.Object({ constructor: Type.Optional(Type.String()) });
    assert.deepEqual(readMessage(schema, '{"__proto__":{"constructor":"x"}}'), {});
  });
});
