/** The languages that there are texts in. */
export const languages = ['en', 'nl', 'de'] as const;
export type Language = (typeof languages)[number];

/** What each language calls itself, which is how people find theirs. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  nl: 'Nederlands',
  de: 'Deutsch',
};

/**
 * The first of the wanted languages that there are texts in; English when there is none.
 *
 * @param wanted tags like `de-AT`, best first
 */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = languages.find((known) => known === tag.toLowerCase().split('-')[0]);
    if (language !== undefined) return language;
  }
  return 'en';
}
