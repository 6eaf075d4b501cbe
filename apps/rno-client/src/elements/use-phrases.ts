import type { PhraseView } from '@renderonline/contract';
import { useTranslation } from 'react-i18next';
import { detailTexts } from '../format/detail-texts.ts';
import { useFormat } from '../format/use-format.ts';

/**
 * Says in the reader's language what RenderAPI told sentence by sentence, and in its own words what this page has no
 * text for. Nothing for the moment until the texts have come.
 */
export function usePhrases(): (phrases: readonly PhraseView[], words: string | null) => string {
  const { t, i18n, ready } = useTranslation('phrases', { useSuspense: false });
  const format = useFormat();
  const say = ({ code, details }: PhraseView): string => {
    const { names = '', more = 0, count } = details;
    return t(code as 'words', {
      ...detailTexts(details, format),
      ...(typeof count === 'number' ? { count } : {}),
      ...(Number(more) > 0 ? { names: t('more', { names, count: Number(more) }) } : {}),
    });
  };
  return (phrases, words) => {
    if (!ready) return '';
    const areKnown = phrases.every(({ code, details }) =>
      i18n.exists(code, { ns: 'phrases', ...(typeof details['count'] === 'number' ? { count: 1 } : {}) }),
    );
    return phrases.length > 0 && areKnown ? phrases.map(say).join(' ') : (words ?? '');
  };
}
