// RNOClient says of every key of RenderAPI.json what RenderAPI's schema says; a language that misses one does not compile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RenderApiConfiguration } from '../apps/render-api/src/settings/settings-schema.ts';
import settings from '../apps/rno-client/src/texts/en/settings.ts';

test('the settings are described in English as their schema does, and so in no language of other settings', () => {
  const described = Object.entries(RenderApiConfiguration.properties).map(
    ([key, schema]) => [key, (schema as { readonly description?: string }).description] as const,
  );
  assert.deepEqual(settings, Object.fromEntries(described));
});
