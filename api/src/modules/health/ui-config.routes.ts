import { defineRoute } from '#api/http/route.ts';
import { LOCALES, UiConfig } from '#common/contract/index.ts';

type Deps = { keycloakUrl: string; realm: string };

/** Configuration that the screens need before sign-in. */
export const uiConfigRoutes = ({ keycloakUrl, realm }: Deps) => [
  defineRoute({
    method: 'get',
    path: '/ui-config',
    operationId: 'uiConfig',
    summary: 'Where to sign in, and the languages of the screens',
    permission: 'public',
    response: UiConfig,
    problems: [],
    handle: async () => ({
      keycloak: { url: keycloakUrl, realm, clientId: 'shahrah-ui' },
      locales: [...LOCALES],
      defaultLocale: LOCALES[0],
    }),
  }),
];
