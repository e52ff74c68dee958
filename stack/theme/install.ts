import { placeTheme } from './place.ts';

/* Installs the sign-in pages into an external Keycloak. */
const themes = process.argv[2];
if (!themes) {
  console.error('Say where its themes are: node --import tsx stack/theme/install.ts /opt/keycloak/themes');
  process.exit(1);
}
placeTheme(themes);
