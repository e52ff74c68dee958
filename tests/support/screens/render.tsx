import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, render as renderTree, renderHook as renderHookIn } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach } from 'mocha';
import { createContext, type ReactElement, type ReactNode, useContext } from 'react';
import { I18nextProvider } from 'react-i18next';
import { createMemoryRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import type { Locale } from '#common/contract/common.ts';
import { en } from '#modeler-ui/i18n/en/index.ts';
import { fa } from '#modeler-ui/i18n/fa/index.ts';
import { ApiProvider } from '#ui/api/api-provider.tsx';
import { createApiClient } from '#ui/api/client.ts';
import { LiveRegion } from '#ui/components/live-region.tsx';
import { createI18n } from '#ui/i18n/create-i18n.ts';
import { LOCALE_KEY } from '#ui/i18n/use-locale.ts';
import { AppThemeProvider } from '#ui/theme/app-theme-provider.tsx';
import { ScreenServer } from './server.ts';

type Options = {
  server?: ScreenServer;
  locale?: Locale;
  /** Pattern of the route that shows the component, and the address to begin with. */
  path?: string;
  address?: string;
};

configure({
  asyncUtilTimeout: 20_000,
  getElementError: (message) =>
    new Error(`${message?.split('\n')[0]}\nOn the screen: ${document.body.textContent}`),
});

const ownFetch = globalThis.fetch;
const endings: (() => void)[] = [];

afterEach(() => {
  cleanup();
  globalThis.fetch = ownFetch;
  for (const end of endings.splice(0)) end();
});

const Content = createContext<ReactNode>(null);

function Page() {
  return (
    <AppThemeProvider density="compact">
      <LiveRegion>{useContext(Content)}</LiveRegion>
    </AppThemeProvider>
  );
}

/** Creates the providers of the product over a server of the test. Failed reads are not repeated, so that a
 *  refusal shows at once. */
function createProviders({ server, locale = 'en', path = '/*', address = '/' }: Options) {
  const api = server ?? new ScreenServer();
  localStorage.setItem(LOCALE_KEY, locale);
  globalThis.fetch = api.fetch;
  const queries = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: 15_000 }, mutations: { retry: false } },
  });
  endings.push(() => {
    queries.clear();
    api.expectAllForeseen();
  });
  const client = createApiClient(async () => 'token');
  const texts = createI18n({ fa, en });
  const router = createMemoryRouter([{ path, element: <Page /> }], { initialEntries: [address] });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <I18nextProvider i18n={texts}>
      <QueryClientProvider client={queries}>
        <ApiProvider client={client}>
          <Content value={children}>
            <RouterProvider router={router} />
          </Content>
        </ApiProvider>
      </QueryClientProvider>
    </I18nextProvider>
  );
  return { wrapper, queries, router };
}

/** Renders a component as on a page of the product. */
export function render(component: ReactElement, options: Options = {}) {
  const { wrapper, ...rest } = createProviders(options);
  return { ...renderTree(component, { wrapper }), ...rest, user: userEvent.setup({ delay: null }) };
}

/** Renders a hook as on a page of the product. */
export function renderHook<Result, Props>(
  hook: (props: Props) => Result,
  initialProps: Props,
  options: Options = {},
) {
  const { wrapper, ...rest } = createProviders(options);
  return { ...renderHookIn(hook, { wrapper, initialProps }), ...rest };
}
