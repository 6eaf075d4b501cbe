import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { languageNames, languages, type Language } from '../texts/languages.ts';
import { speak } from '../texts/load-texts.ts';

/** Each language by its own name. */
export function LanguageSelect() {
  const { t, i18n } = useTranslation();
  return (
    <NativeSelect
      aria-label={t('language')}
      size="xs"
      value={i18n.language}
      data={languages.map((language) => ({ value: language, label: languageNames[language] }))}
      onChange={(event) => void speak(event.currentTarget.value as Language)}
    />
  );
}
