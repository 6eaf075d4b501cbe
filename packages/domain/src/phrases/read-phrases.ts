import { detailKinds } from './detail-kinds.ts';
import { phraseForms } from './say.ts';

/** A sentence of ours, for programs that say it in another language. */
export interface Phrase {
  readonly code: string;
  /** What it names; numbers carry their unit in their names, like `retryInMs`. */
  readonly details: Readonly<Record<string, string | number>>;
}

/** The code of what somebody else said: a renderer, a system, a person. `details.words` has it. */
export const othersWords = 'words';

/** Longer ones are not ours, and patterns take their time with them. */
const longestText = 2000;
/** Sentences within sentences. */
const deepest = 3;

interface Form {
  readonly code: string;
  readonly pattern: RegExp;
  readonly details: readonly { readonly name: string; readonly kind: string }[];
}

let compiled: readonly Form[] | undefined;

/**
 * The codes and details of what `say` has said, sentence by sentence: a text that stands in a database, or comes from a
 * machine. A sentence that quotes another one is followed by that.
 *
 * @returns none when the text, or a part of it, is not one of ours
 */
export function readPhrases(text: string | null): readonly Phrase[] {
  if (text === null || text === '' || text.length > longestText) return [];
  const whole = readOne(text, 0);
  if (whole !== undefined) return whole;
  const parts = text.split(/; (?=machine )/).map((part) => readOne(part, 0));
  return parts.length > 1 && parts.every((part) => part !== undefined) ? parts.flat() : [];
}

function readOne(text: string, depth: number): readonly Phrase[] | undefined {
  const written = bare(text);
  compiled ??= Object.entries(phraseForms).map(([key, form]) => compile(key, form));
  for (const form of compiled) {
    const match = form.pattern.exec(written);
    if (match !== null) return phrasesOf(form, match.slice(1), depth);
  }
  return undefined;
}

function phrasesOf({ code, details }: Form, written: readonly string[], depth: number): readonly Phrase[] {
  const own: Record<string, string | number> = {};
  const quoted: Phrase[] = [];
  for (const [index, { name, kind }] of details.entries()) {
    const value = written[index] ?? '';
    if (kind === 'said' || kind === 'cause' || kind === 'advice') {
      const said = depth < deepest ? readOne(value, depth + 1) : undefined;
      quoted.push(...(said ?? [{ code: othersWords, details: { words: value } }]));
    } else if (kind === 'names') {
      const [, names = value, more = '0'] = /^([^]*) and (\d+) more$/.exec(value) ?? [];
      own[name] = names;
      own['more'] = Number(more);
    } else if (kind !== 'rest') {
      own[name] = detailKinds[kind]?.read(value) ?? value;
    }
  }
  return [{ code, details: own }, ...quoted];
}

function compile(key: string, form: string): Form {
  const details: { name: string; kind: string }[] = [];
  const pattern = bare(form)
    .split(/(\{\w+(?::\w+)?\})/)
    .map((piece, index) => {
      if (index % 2 === 0) return piece.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
      const [name = '', kind = 'text'] = piece.slice(1, -1).split(':');
      details.push({ name, kind });
      if (kind === 'cause' || kind === 'advice') return fixedOnes(`${kind}-`);
      return detailKinds[kind]?.pattern ?? '';
    })
    .join('');
  return { code: key.split('+', 1)[0] ?? key, pattern: new RegExp(`^${pattern}$`, 'i'), details };
}

/** One of the sentences of causes; the end of a whole text has lost its full stop. */
function fixedOnes(prefix: string): string {
  const texts = Object.entries(phraseForms)
    .filter(([key]) => key.startsWith(prefix))
    .map(([, form]) => `${bare(form).replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}\\.?`);
  return `(${texts.join('|')})`;
}

/** Sentences are said within others, too: there they have no full stop. */
function bare(text: string): string {
  return text.trim().replace(/(?<!\.)\.$/, '');
}
