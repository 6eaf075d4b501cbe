// Everything that RenderAPI says by a code has a text in every language, which names what the code's details have.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorCatalogue, phraseForms } from '@renderonline/domain';
import germanErrors from './de/errors.ts';
import germanPhrases from './de/phrases.ts';
import englishErrors from './en/errors.ts';
import englishPhrases from './en/phrases.ts';
import dutchErrors from './nl/errors.ts';
import dutchPhrases from './nl/phrases.ts';

/** Said by programs, by machines and to machines, and to clients of 1.x; no answer of v2 has them. */
const neverToPages = new Set([
  ...['api-unreachable', 'certificate-invalid', 'configuration-invalid', 'configuration-not-found'],
  ...['connection-string-invalid', 'credentials-missing', 'database-migration-failed'],
  ...['database-newer-than-program', 'database-server-too-old', 'engine-program-missing', 'folder-in-use'],
  ...['membership-invalid', 'port-taken'],
  ...['caller-not-trusted', 'engine-not-configured', 'executable-not-found', 'lease-lost'],
  ...['machine-answer-invalid', 'machine-unreachable', 'render-already-active', 'render-arguments-invalid'],
  ...['render-of-other-task'],
  ...['link-version-unknown', 'machine-unauthorized', 'output-broken', 'output-corrupted'],
  ...['output-limit-reached', 'output-name-invalid', 'pairing-code-expired', 'pairing-code-unknown'],
  ...['pairing-code-used'],
]);

const languages: readonly [string, Record<string, string>, Record<string, string>][] = [
  ['English', englishErrors, englishPhrases],
  ['Dutch', dutchErrors, dutchPhrases],
  ['German', germanErrors, germanPhrases],
];

/** What the page's own client says of answers that are not RenderAPI's. */
const ofClient = new Set(['http-status', 'not-renderapi']);

/** The names in `{{these}}`, of which languages may leave none out. */
const namesIn = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort();

for (const [language, errors, phrases] of languages) {
  describe(`the texts in ${language}`, () => {
    it('have every error that v2 can answer', () => {
      const codes = Object.keys(errorCatalogue).filter((code) => !neverToPages.has(code));
      assert.deepEqual(
        codes.filter((code) => errors[code] === undefined),
        [],
      );
    });

    it('have no error that there is not', () => {
      const ofPage = Object.keys(errors).map((key) => key.split('_', 1)[0] ?? '');
      assert.deepEqual(
        ofPage.filter((code) => !(code in errorCatalogue) && !ofClient.has(code)),
        [],
      );
    });

    it('have every sentence, and name what it names', () => {
      for (const [key, form] of Object.entries(phraseForms)) {
        const code = key.split('+', 1)[0] ?? key;
        const given = [...form.matchAll(/\{(\w+)(?::(\w+))?\}/g)].map(([, name = '']) => name);
        const texts = [code, `${code}_one`, `${code}_other`].flatMap((of) => phrases[of] ?? []);
        assert.ok(texts.length > 0, code);
        for (const text of texts) {
          assert.deepEqual(
            namesIn(text).filter((name) => !given.includes(name)),
            [],
            code,
          );
        }
      }
    });

    it('name the same as in English', () => {
      for (const [key, text] of [...Object.entries(errors), ...Object.entries(phrases)]) {
        const english =
          (englishErrors as Record<string, string>)[key] ?? (englishPhrases as Record<string, string>)[key];
        assert.deepEqual(namesIn(text), namesIn(english ?? ''), key);
      }
    });
  });
}
