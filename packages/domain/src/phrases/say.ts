import { detailKinds } from './detail-kinds.ts';
import { causeForms, farmForms, findingForms } from './phrase-forms.ts';

const forms = { ...causeForms, ...farmForms, ...findingForms };

/** Every sentence, by its key. */
export const phraseForms: Readonly<Record<string, string>> = forms;

type Forms = typeof forms;
type NameOf<Detail extends string> = Detail extends `${infer Name}:${string}` ? Name : Detail;
type NamesIn<Form extends string> = Form extends `${string}{${infer Detail}}${infer Rest}`
  ? NameOf<Detail> | NamesIn<Rest>
  : never;

/** What a sentence names. */
export type SayDetails<Key extends keyof Forms> = Readonly<Record<NamesIn<Forms[Key]>, string | number>>;

/**
 * Says one of our sentences in English, so that `readPhrases` knows it again.
 *
 * @param details of kinds `cause` and `advice`: the name of a cause; of kind `said`: what was said already
 */
export function say<Key extends keyof Forms>(
  key: Key,
  ...[details]: NamesIn<Forms[Key]> extends never ? [] : [SayDetails<Key>]
): string {
  const values: Readonly<Record<string, string | number>> = details ?? {};
  return forms[key].replace(/\{(\w+)(?::(\w+))?\}/g, (_, name: string, kind: string | undefined) => {
    const value = values[name] ?? '';
    return kind === 'cause' || kind === 'advice'
      ? (phraseForms[`${kind}-${value}`] ?? '')
      : (detailKinds[kind ?? 'text']?.write(value) ?? '');
  });
}
