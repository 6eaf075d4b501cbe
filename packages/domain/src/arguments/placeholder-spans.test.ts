import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeholderSpans } from './placeholder-spans.ts';

const names = new Set(['start', 'start_frame']);
const text = `'-s $RENDERONLINE:start_frame?' $RENDERONLINE:start_fram $RENDERONLINE:@uploaded_file$RENDERONLINE:wat?! "`;

test('placeholders are found where they stand, unknown ones and those of templates that cannot be read too', () => {
  const found = placeholderSpans(text, names).map(({ start, end, ...rest }) => ({
    ...rest,
    text: text.slice(start, end),
  }));
  assert.deepEqual(found, [
    { name: 'start_frame', isOptional: true, isKnown: true, text: '$RENDERONLINE:start_frame?' },
    // The longest name that fits; what follows it is text.
    { name: 'start', isOptional: false, isKnown: true, text: '$RENDERONLINE:start' },
    { name: '@uploaded_file', isOptional: false, isKnown: true, text: '$RENDERONLINE:@uploaded_file' },
    { name: 'wat', isOptional: true, isKnown: false, text: '$RENDERONLINE:wat?' },
  ]);
  assert.deepEqual(placeholderSpans('-a', names), []);
  assert.deepEqual(placeholderSpans('$RENDERONLINE:', names), [
    { start: 0, end: 14, name: '', isOptional: false, isKnown: false },
  ]);
});
