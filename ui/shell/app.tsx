import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { i18n } from 'i18next';
import { I18nextProvider } from 'react-i18next';
import type { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { ApiProvider } from '../api/api-provider.tsx';
import { createApiClient } from '../api/client.ts';
import { ProblemError } from '../api/problem-error.ts';
import { createSignIn } from '../sign-in/create-sign-in.ts';
import { SignInProvider } from '../sign-in/sign-in-provider.tsx';

const MAX_RETRIES = 2;

/** Retries only requests that did not get through. A refusal by the server is final. */
const shouldRetry = (failures: number, error: unknown) =>
  failures < MAX_RETRIES && !(error instanceof ProblemError && error.status >= 400 && error.status < 500);

const queries = new QueryClient({
  defaultOptions: { queries: { retry: shouldRetry, staleTime: 15_000 }, mutations: { retry: false } },
});
const signIn = createSignIn({ onOtherRights: () => void queries.invalidateQueries() });
const api = createApiClient(signIn.token);

type Props = { texts: i18n; router: ReturnType<typeof createBrowserRouter> };

/** Root of an app: provides its pages with texts, sign-in, the API client and its cache. */
export function App({ texts, router }: Props) {
  return (
    <I18nextProvider i18n={texts}>
      <QueryClientProvider client={queries}>
        <SignInProvider signIn={signIn}>
          <ApiProvider client={api}>
            <RouterProvider router={router} />
          </ApiProvider>
        </SignInProvider>
      </QueryClientProvider>
    </I18nextProvider>
  );
}
