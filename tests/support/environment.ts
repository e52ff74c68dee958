/** What the test services are reached by. The runner (or `node stack/bootstrap.mjs services`) sets the variables. */
function read(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: start the test services with "node stack/bootstrap.mjs services"`);
  return value;
}

export const environment = {
  get pgUrl() {
    return read('TEST_PG_URL');
  },
  /** Another database of the same server, as the role of the api. */
  get pgApiUrl() {
    return read('TEST_PG_API_URL');
  },
  /** Another database of the same server, as the role of the engine. */
  get pgEngineUrl() {
    return read('TEST_PG_ENGINE_URL');
  },
  get zeebeAddress() {
    return read('ZEEBE_ADDRESS');
  },
  get zeebeRestUrl() {
    return read('ZEEBE_REST_URL');
  },
  get zeebeManagementUrl() {
    return read('ZEEBE_MANAGEMENT_URL');
  },
  get keycloakUrl() {
    return read('KEYCLOAK_URL');
  },
  /** What an authenticator of the demo people is set up with, in base 32. */
  get totpSecret() {
    return read('TEST_TOTP_SECRET');
  },
  /** The port from which pages may sign in. */
  get apiPort() {
    return Number(read('TEST_API_PORT'));
  },
  /** Where Keycloak delivers its mail, if somebody listens there. */
  get smtpPort() {
    return Number(read('TEST_SMTP_PORT'));
  },
  get recordsPort() {
    return Number(read('ENGINE_RECORDS_PORT'));
  },
  get recordsPassword() {
    return read('ENGINE_RECORDS_PASSWORD');
  },
};
