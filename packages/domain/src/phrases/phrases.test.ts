import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { failureCauses } from '../failures/failure-cause.ts';
import { readPhrases } from './read-phrases.ts';
import { phraseForms, say } from './say.ts';

const codesOf = (text: string) => readPhrases(text).map(({ code }) => code);

describe('sentences of ours', () => {
  const samples: Readonly<Record<string, string | number>> = {
    ...{ number: 7, seconds: 4000, attempt: 3, machine: 1, frame: 2, memory: 921_600 },
    ...{ list: '1, 2, 3', said: say('not-connected'), cause: 'killed', advice: 'killed', rest: 'and so on' },
    ...{ word: 'SIGSEGV', ranges: '1-3,7,…' },
  };
  for (const [key, form] of Object.entries(phraseForms)) {
    it(`${key} is known again, with what it names`, () => {
      const details = [...form.matchAll(/\{(\w+)(?::(\w+))?\}/g)].map(
        ([, name = '', kind = 'text']) => [name, kind, samples[kind] ?? `some ${name}`] as const,
      );
      const values = Object.fromEntries(details.map(([name, , value]) => [name, value]));
      const said = (say as (key: string, of?: object) => string)(key, values);
      const [phrase] = readPhrases(said);
      // That cause is worded like the outcome.
      const code = key === 'not-started' ? 'cause-could-not-start' : key.split('+', 1)[0];
      assert.equal(phrase?.code, code, said);
      for (const [name, kind, value] of details) {
        const isOwn = !['said', 'cause', 'advice', 'rest'].includes(kind);
        assert.deepEqual(phrase?.details[name], isOwn ? value : undefined);
      }
    });
  }

  it('are known within others, without their full stop and capital', () => {
    assert.deepEqual(readPhrases('it failed and is tried again in 4 s'), [
      { code: 'failed-retrying', details: { retryInMs: 4000 } },
    ]);
  });

  it('that quote others are followed by them, whoever said those', () => {
    const outcome = say('exit-code+words', { exitCode: 9, words: 'Error: no. such thing' });
    const text = say('frame-failed', { frame: -3, attempts: 3, machines: 2, outcome, cause: 'engine-error' });
    assert.deepEqual(readPhrases(text), [
      { code: 'frame-failed', details: { frame: -3, attempts: 3, machines: 2 } },
      { code: 'exit-code', details: { exitCode: 9 } },
      { code: 'words', details: { words: 'Error: no. such thing' } },
      { code: 'cause-engine-error', details: {} },
    ]);
  });

  it('about several machines are told apart', () => {
    const text =
      'machine a; b does not answer (it is not connected), next try in 4 s; machine c takes no orders (go away)';
    assert.deepEqual(codesOf(text), ['machine-silent-retrying', 'not-connected', 'machine-refuses', 'words']);
  });

  it('that list names say how many more there are', () => {
    const [phrase] = readPhrases(
      'Textures are not there: a (//a.png), b (//b.png) and 3 more. They are rendered …',
    );
    assert.deepEqual(phrase?.details, { names: 'a (//a.png), b (//b.png)', more: 3 });
  });

  it('have a text for every cause', () => {
    for (const [cause, { summary, whatToDo }] of Object.entries(failureCauses)) {
      assert.deepEqual(codesOf(summary), [`cause-${cause}`]);
      assert.ok(codesOf(whatToDo)[0]?.startsWith('advice-'));
    }
  });
});

it('what is not ours is not known, and costs no time', () => {
  assert.deepEqual(readPhrases('Segmentation fault'), []);
  assert.deepEqual(readPhrases(null), []);
  assert.deepEqual(readPhrases(`machine ${'a does not answer ('.repeat(105)}`), []);
  assert.deepEqual(readPhrases('x'.repeat(100_000)), []);
});
