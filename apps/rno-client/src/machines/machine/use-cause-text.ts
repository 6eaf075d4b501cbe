import { useTranslation } from 'react-i18next';
import type machines from '../../texts/en/machines.ts';

type Cause = keyof (typeof machines)['causes'];

/** Says why an attempt failed; a cause that is newer than this page by its name. */
export function useCauseText(): (cause: string) => string {
  const { t, i18n } = useTranslation('machines');
  return (cause) => (i18n.exists(`machines:causes.${cause}`) ? t(`causes.${cause as Cause}`) : cause);
}
