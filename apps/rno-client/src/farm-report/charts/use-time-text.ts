import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Names an hour by its time in the reader's zone, and a day, which is one of UTC, by its date. */
export function useTimeText(bucket: 'hour' | 'day'): (ms: number) => string {
  const { i18n } = useTranslation();
  const names = useMemo(
    () =>
      new Intl.DateTimeFormat(
        i18n.language,
        bucket === 'hour'
          ? { hour: '2-digit', minute: '2-digit' }
          : { day: 'numeric', month: 'short', timeZone: 'UTC' },
      ),
    [i18n.language, bucket],
  );
  return useCallback((ms: number) => names.format(ms), [names]);
}
