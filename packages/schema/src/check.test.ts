import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { TObject, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { isMatch, pathOfFault } from './check.ts';
import { fillIn } from './fill-in.ts';
import { Type } from './type.ts';

const leaves = fc.constantFrom<TSchema>(
  ...[Type.Boolean(), Type.Null(), Type.Integer({ minimum: -2, maximum: 9 }), Type.Number({ minimum: 0.5 })],
  ...[Type.String(), Type.String({ minLength: 2, maxLength: 3 }), Type.String({ pattern: '^[0-9a-f]+$' })],
  ...[Type.Literal('kind'), Type.Literal(0), Type.Literal(false)],
);
const names = fc.constantFrom('a', 'b', 'c/d', 'constructor');
const { schemas } = fc.letrec<{ schemas: TSchema }>((tie) => ({
  schemas: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    fc
      .tuple(
        fc.dictionary(names, tie('schemas'), { maxKeys: 3 }),
        fc.constantFrom({}, { additionalProperties: false }),
      )
      .map(([properties, options]) => Type.Object(properties, options)),
    fc
      .dictionary(names, tie('schemas').map(Type.Optional), { maxKeys: 3 })
      .map((those) => Type.Object(those)),
    tie('schemas').map((items) => Type.Array(items, { minItems: 1, maxItems: 2 })),
    tie('schemas').map((value) => Type.Record(Type.String(), value, { maxProperties: 2 })),
    fc.array(tie('schemas'), { minLength: 1, maxLength: 3 }).map((anyOf) => Type.Union(anyOf)),
  ),
}));
const { values } = fc.letrec<{ values: unknown }>((tie) => ({
  values: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      1,
      -3,
      2.5,
      'kind',
      '',
      'ab',
      'a💥',
      '💥💥💥',
      '💥💥💥💥',
      'abcd',
    ),
    fc.array(tie('values'), { maxLength: 3 }),
    fc.dictionary(names, tie('values'), { maxKeys: 3 }),
  ),
}));

describe('check', () => {
  test('takes and refuses what TypeBox takes and refuses', () => {
    let taken = 0;
    fc.assert(
      fc.property(schemas, values, (schema, value) => {
        const is = isMatch(schema, value);
        if (is) taken++;
        assert.equal(is, Value.Check(schema, value));
      }),
      { numRuns: 20_000 },
    );
    assert.ok(taken > 1000, `${taken} were taken`);
  });

  test('names the place', () => {
    const kinds = Type.Union([
      Type.Object({ kind: Type.Literal('one'), list: Type.Array(Type.Integer()) }),
      Type.Object({ kind: Type.Literal('two') }),
    ]);
    const schema = Type.Object({ 'a/b': kinds }, { additionalProperties: false });
    assert.equal(pathOfFault(schema, { 'a/b': { kind: 'one', list: [1, 'x'] } }), '/a~1b/list/1');
    assert.equal(pathOfFault(schema, { 'a/b': { kind: 'one' } }), '/a~1b/list');
    assert.equal(pathOfFault(schema, { 'a/b': { kind: 'three' } }), '/a~1b');
    assert.equal(pathOfFault(schema, { 'a/b': { kind: 'two' }, c: 1 }), '/c');
    assert.equal(pathOfFault(schema, {}), '/a~1b');
    assert.equal(pathOfFault(schema, null), '');
    assert.equal(pathOfFault(schema, { 'a/b': { kind: 'two' } }), undefined);
  });

  test('does not pass over what it cannot check', () => {
    assert.throws(() => isMatch(Type.String({ format: 'email' }), 'x'), /"format" of a schema/);
  });
});

describe('fillIn', () => {
  const schema: TObject = Type.Object(
    {
      number: Type.Integer({ minimum: 0, default: 5 }),
      list: Type.Array(Type.Object({ flag: Type.Boolean({ default: true }), name: Type.String() }), {
        default: [],
      }),
      either: Type.Union([Type.Integer(), Type.Null()], { default: null }),
      text: Type.Optional(Type.String()),
    },
    { additionalProperties: false },
  );

  test('gives what TypeBox gives, wherever what it gives can be used', () => {
    const scalars = fc.constantFrom<unknown>(
      undefined,
      null,
      0,
      7,
      -1,
      1.5,
      true,
      '7',
      '07',
      'true',
      '1',
      '-0',
      '1e3',
      'x',
    );
    const entries = fc.record({ flag: scalars, name: scalars }, { requiredKeys: [], noNullPrototype: true });
    const given = fc.record(
      { number: scalars, list: fc.oneof(scalars, fc.array(entries)), either: scalars, text: scalars },
      { requiredKeys: [], noNullPrototype: true },
    );
    let used = 0;
    fc.assert(
      fc.property(given, (value) => {
        const before = structuredClone(value);
        const filled = fillIn(schema, value);
        assert.deepEqual(value, before);
        if (!isMatch(schema, filled)) return;
        used++;
        assert.deepEqual(filled, Value.Convert(schema, Value.Default(schema, structuredClone(value))));
      }),
      { numRuns: 5000 },
    );
    assert.ok(used > 50, `${used} were used`);
  });
});
