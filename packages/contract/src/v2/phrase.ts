import { Type } from '@renderonline/schema';
import type { Static } from 'typebox';

/** A sentence of RenderAPI's, for programs that say it in another language. */
export const PhraseView = Type.Object({
  code: Type.String({
    description: 'Which sentence it is; `words` for what others said. Codes may be added.',
  }),
  details: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
    description: 'What it names. Numbers have their units in their names, like `retryInMs`.',
  }),
});
export type PhraseView = Static<typeof PhraseView>;

/** The codes of a text that is told as well. */
export function phrasesOf(field: string) {
  return Type.Array(PhraseView, {
    description: `\`${field}\` sentence by sentence; empty where there is none, or not in words of RenderAPI's.`,
  });
}
