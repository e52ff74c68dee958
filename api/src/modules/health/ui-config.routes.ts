import { defineRoute } from '#api/http/route.ts';
import { LOCALES } from '#common/contract/index.ts';

type Deps = { keycloakUrl: string; realm: string };

/** Configuration that the screens need before sign-in. */
export const uiConfigRoutes = ({ keycloakUrl, realm }: Deps) => [
  defineRoute('uiConfig', {
    permission: 'public',
    handle: async () => ({
      keycloak: { url: keycloakUrl, realm, clientId: 'shahrah-ui' },
      locales: [...LOCALES],
      defaultLocale: LOCALES[0],
    }),
  }),
];
