import { applyRealm } from './apply-realm.ts';

/* Updates the realm of an external Keycloak, or of the containers, to the state of a new one. */
const [keycloakUrl, publicUrl] = process.argv.slice(2);
const { KEYCLOAK_CLIENT_ID, KEYCLOAK_CLIENT_SECRET } = process.env;
if (!keycloakUrl || !publicUrl || !KEYCLOAK_CLIENT_ID || !KEYCLOAK_CLIENT_SECRET) {
  console.error(
    'Set KEYCLOAK_CLIENT_ID and KEYCLOAK_CLIENT_SECRET, and say where Keycloak and Shahrah are: node --import tsx stack/realm/apply.ts https://id.shahrah.example https://shahrah.example',
  );
  process.exit(1);
}
await applyRealm({
  keycloakUrl: keycloakUrl.replace(/\/+$/, ''),
  origin: new URL(publicUrl).origin,
  clientId: KEYCLOAK_CLIENT_ID,
  clientSecret: KEYCLOAK_CLIENT_SECRET,
});
console.log('The realm is up to date.');
