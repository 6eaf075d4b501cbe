import type { BulkResponse } from '@renderonline/contract';
import { RefusalText } from '../elements/error-text.tsx';

/** Says why something was not done to one of many tasks. */
export function OutcomeText({ outcome }: { readonly outcome: BulkResponse['outcomes'][number] }) {
  const { code, detail, details } = outcome;
  return <RefusalText refusal={{ code: code ?? '', message: detail ?? '', details }} />;
}
