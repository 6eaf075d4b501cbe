import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseLanguage } from './languages.ts';

const cases: readonly (readonly [readonly string[], string])[] = [
  [['de-AT', 'en'], 'de'],
  [['NL'], 'nl'],
  [['fr-FR', 'nl-BE', 'en'], 'nl'],
  [['fr'], 'en'],
  [['deutsch'], 'en'],
  [[], 'en'],
];

for (const [wanted, language] of cases) {
  test(`whoever reads ${wanted.join(', ') || 'nothing'} gets ${language}`, () => {
    assert.equal(chooseLanguage(wanted), language);
  });
}
