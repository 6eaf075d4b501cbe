import { ApiError } from '@renderonline/client/browser';
import { useTranslation } from 'react-i18next';
import { detailTexts } from '../format/detail-texts.ts';
import { useFormat } from '../format/use-format.ts';

/** Says an error in the reader's language; one that is not RenderAPI's as it came. */
export function ErrorText({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  if (!(error instanceof ApiError)) return <>{error instanceof Error ? error.message : String(error)}</>;
  // Then the texts of the others cannot be had either.
  if (error.code === 'unreachable') return <>{t('failure.unreachable')}</>;
  // An answer of somebody between the page and RenderAPI.
  if (error.code !== `http-${error.status}`) return <RefusalText refusal={error} />;
  return (
    <RefusalText
      refusal={{ code: 'http-status', message: error.message, details: { status: error.status } }}
    />
  );
}

interface RefusalTextProps {
  readonly refusal: {
    readonly code: string;
    readonly message: string;
    readonly details: Readonly<Record<string, string | number | boolean | null>>;
  };
}

/**
 * Says a code of docs/errors.md in the reader's language, and in RenderAPI's words where there is no text for it. The
 * texts come when the first of them is said.
 */
export function RefusalText({ refusal }: RefusalTextProps) {
  const { t } = useTranslation();
  const { t: tErrors, i18n, ready } = useTranslation('errors', { useSuspense: false });
  const format = useFormat();
  const { code, message, details } = refusal;
  if (!ready) return <>{t('failure.title')}</>;
  if (!i18n.exists(code, { ns: 'errors' })) return <>{message}</>;
  const { reason } = details;
  return (
    <>
      {tErrors(code as 'http-status', {
        ...detailTexts(details, format),
        // A text for this reason, where there is one.
        ...(typeof reason === 'string' ? { context: reason } : {}),
      })}
    </>
  );
}
