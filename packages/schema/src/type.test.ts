import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type as TypeBox } from 'typebox';
import { Compile } from 'typebox/compile';
import { Type } from './type.ts';

/** Every word, with and without options, as either builds it. */
function schemasOf(builder: typeof Type) {
  const text = builder.String({ minLength: 1, description: 'a text' });
  const kinds = builder.Union([builder.Literal('a'), builder.Literal(1), builder.Literal(true)]);
  const some = builder.Object({ text, kinds }, { additionalProperties: false });
  return {
    some,
    none: builder.Object({}),
    optional: builder.Object({ text: builder.Optional(text), of: builder.Optional(some) }),
    allOptional: builder.Object({ text: builder.Optional(builder.String()) }),
    record: builder.Record(builder.String({ maxLength: 3 }), builder.Integer(), { maxProperties: 2 }),
    list: builder.Array(builder.Number({ minimum: 0, maximum: 1 }), { minItems: 1, default: [1] }),
    nullable: builder.Union([some, builder.Null()], { description: 'or nothing' }),
    flag: builder.Boolean({ default: true }),
  };
}

/** With the properties that JSON does not show. */
function whole(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(whole);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.getOwnPropertyNames(value).sort();
  return Object.fromEntries(
    names.map((name) => {
      const descriptor = Object.getOwnPropertyDescriptor(value, name);
      return [name, [descriptor?.enumerable, whole(descriptor?.value)]];
    }),
  );
}

test('schemas are what TypeBox makes of the same words, seen and unseen', () => {
  const [ours, theirs] = [schemasOf(Type), schemasOf(TypeBox)];
  assert.deepEqual(whole(ours), whole(theirs));
  assert.equal(JSON.stringify(ours), JSON.stringify(theirs));
});

test('TypeBox compiles them', () => {
  const validator = Compile(schemasOf(Type).optional);
  assert.ok(validator.Check({ of: { text: 'x', kinds: 1 } }));
  assert.ok(!validator.Check({ of: { text: '', kinds: 1 } }));
});
