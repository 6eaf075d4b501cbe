import { de } from './de.ts';
import { en } from './en.ts';
import type { Words } from './en.ts';
import { nl } from './nl.ts';

/** Languages that there are words for. */
export type Language = 'en' | 'nl' | 'de';

const catalogues: Readonly<Record<Language, Words>> = { en, nl, de };

/** The first of these tags (`nl-BE`) that there are words for; English otherwise. */
export function languageOf(tags: readonly string[]): Language {
  const known = tags.map((tag) => tag.toLowerCase().split('-')[0]).find(isLanguage);
  return known ?? 'en';
}

/** A text of a language, with values where it has their names in braces. */
export function textIn(
  language: Language,
  key: keyof Words,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return catalogues[language][key].replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
}

/** Whether there are words of this name: problems have codes that come from elsewhere. */
export function isKey(text: string): text is keyof Words {
  return Object.hasOwn(en, text);
}

function isLanguage(text: string | undefined): text is Language {
  return text !== undefined && Object.hasOwn(catalogues, text);
}
