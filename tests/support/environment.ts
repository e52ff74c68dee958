/** Reads a variable with an address of the test services. The runner (or `node stack/bootstrap.mjs services`)
 *  sets them. */
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
  /** Another database on the same server, with the API's role. */
  get pgApiUrl() {
    return read('TEST_PG_API_URL');
  },
  /** Another database on the same server, with the engine's role. */
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
  /** TOTP secret of the demo users' authenticators, in base 32. */
  get totpSecret() {
    return read('TEST_TOTP_SECRET');
  },
  /** Port from which pages may sign in. */
  get apiPort() {
    return Number(read('TEST_API_PORT'));
  },
  /** Port to which Keycloak delivers its mail, if anything listens there. */
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
