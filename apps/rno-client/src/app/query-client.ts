import { ApiError } from '@renderonline/client/browser';
import { QueryClient } from '@tanstack/react-query';

/** What the page has asked RenderAPI for, and how it asks. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // What was refused is refused again; a RenderAPI that is away comes back.
      retry: (count, error) => !(error instanceof ApiError && error.status >= 400) && count < 5,
      // A farm in a cellar has no internet, and is there all the same.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
