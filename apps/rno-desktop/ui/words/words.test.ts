import assert from 'node:assert/strict';
import test from 'node:test';
import { de } from './de.ts';
import { en } from './en.ts';
import type { Words } from './en.ts';
import { nl } from './nl.ts';
import { isKey, languageOf, textIn } from './words.ts';

test('every language has the same words with the same gaps', () => {
  const gaps = (words: Words) =>
    Object.entries(words).map(([key, text]) => [key, ...(text.match(/\{\w+\}/g) ?? []).sort()]);
  for (const words of [nl, de]) assert.deepEqual(gaps(words), gaps(en));
});

test('no word is left in English, but for those that are the same', () => {
  const same = ['farms', 'farm', 'name', 'downloads', 'certificateFingerprint', 'program'];
  for (const words of [nl, de]) {
    const untranslated = Object.entries(words).filter(([key, text]) => en[key as keyof Words] === text);
    assert.deepEqual(
      untranslated.map(([key]) => key).filter((key) => !same.includes(key)),
      [],
    );
  }
});

test('the language is the first that there are words for', () => {
  assert.equal(languageOf(['fr-FR', 'nl-BE', 'de']), 'nl');
  assert.equal(languageOf(['DE_ch', 'de-CH']), 'de');
  assert.equal(languageOf(['toString', '']), 'en');
});

test('values are filled in as they are', () => {
  assert.equal(textIn('en', 'openNamed', { name: '{name} <b>' }), 'Open {name} <b>');
  assert.equal(textIn('de', 'lendEnded', {}).includes('{code}'), true);
  assert.equal(isKey('toString'), false);
});
