import { createBrowserClient, type Api } from '@renderonline/client/browser';
import { createContext, use, type ReactNode } from 'react';

const ApiContext = createContext<Api | undefined>(undefined);
/** For what begins before there is a page. Everything else has `useApi`. */
export const pageApi = createBrowserClient({ baseUrl: window.location.origin });

/** The RenderAPI that has served the page. */
export function ApiProvider({ children }: { readonly children: ReactNode }) {
  return <ApiContext value={pageApi}>{children}</ApiContext>;
}

export function useApi(): Api {
  const found = use(ApiContext);
  if (found === undefined) throw new Error('useApi stands outside of ApiProvider');
  return found;
}
