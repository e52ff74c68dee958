import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { I18nextProvider } from 'react-i18next';
import { RouterProvider } from 'react-router/dom';
import { ApiProvider } from '../../../ui/api/api-provider.tsx';
import { createApiClient } from '../../../ui/api/client.ts';
import { ProblemError } from '../../../ui/api/problem-error.ts';
import { createI18n } from '../../../ui/i18n/create-i18n.ts';
import { createSignIn } from '../../../ui/sign-in/create-sign-in.ts';
import { SignInProvider } from '../../../ui/sign-in/sign-in-provider.tsx';
import { createRouter } from './router.tsx';

const MOST_TRIES = 2;

/** What the server refused stays refused; only what did not get through is tried again. */
const worthTrying = (failures: number, error: unknown) =>
  failures < MOST_TRIES && !(error instanceof ProblemError && error.status >= 400 && error.status < 500);

const i18n = createI18n();
const signIn = createSignIn();
const api = createApiClient(signIn.token);
const queries = new QueryClient({
  defaultOptions: { queries: { retry: worthTrying, staleTime: 15_000 }, mutations: { retry: false } },
});
const router = createRouter();

export function App() {
  return (
    <I18nextProvider i18n={i18n}>
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
