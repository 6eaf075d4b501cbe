import i18next from 'i18next';
import resourcesToBackend from 'i18next-resources-to-backend';
import { initReactI18next } from 'react-i18next';
import { chooseLanguage, languages, type Language } from './languages.ts';

const storageKey = 'renderonline.language';

/** Loads what every page says, in the reader's language; the rest comes with the pages that say it. */
export async function loadTexts(): Promise<void> {
  await i18next
    .use(
      resourcesToBackend(
        (language: string, namespace: string) =>
          import(`./${language}/${namespace}.ts`) as Promise<{ default: object }>,
      ),
    )
    .use(initReactI18next)
    .init({
      lng: chooseLanguage([localStorage.getItem(storageKey) ?? '', ...navigator.languages]),
      supportedLngs: languages,
      fallbackLng: false,
      // The list of tasks is where most visits begin.
      ns: ['common', 'tasks'],
      defaultNS: 'common',
      // React escapes what it shows.
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  nameLanguage();
}

/** Speaks another language from now on, and the next time. */
export async function speak(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language);
  await i18next.changeLanguage(language);
  nameLanguage();
}

/** Screen readers choose their voice by it. */
function nameLanguage(): void {
  document.documentElement.lang = i18next.language;
}
