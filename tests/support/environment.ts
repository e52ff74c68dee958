const { TEST_LANES: lanes = '[]', MOCHA_WORKER_ID: worker = '0' } = process.env;

/** What differs between the test processes that run side by side. */
const allLanes = JSON.parse(lanes) as Record<string, string>[];
const ownVariables = allLanes[Number(worker)] ?? {};

/** Reads a variable with an address of the test services. The runner (or `node stack/bootstrap.mjs services`)
 *  sets them. */
function read(name: string): string {
  const value = ownVariables[name] ?? process.env[name];
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
  /** Settings with which an API uses each of the engines, and not only that of this process. */
  get engines() {
    return allLanes.map((lane) => ({
      ZEEBE_ADDRESS: lane.ZEEBE_ADDRESS ?? '',
      ZEEBE_REST_URL: lane.ZEEBE_REST_URL ?? '',
      ENGINE_RECORDS_PORT: Number(lane.ENGINE_RECORDS_PORT),
    }));
  },
  /** Tells whether all path tests of the processes belong to this run, and came before. */
  get pathTestsRan() {
    return process.env.PATH_TESTS_RAN === 'yes';
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
  /** Such ports of all test processes, in the order in which Keycloak's realm lists them. */
  get apiPorts() {
    return allLanes.map((lane) => Number(lane.TEST_API_PORT));
  },
  /** Stops and starts the components. */
  get controlUrl() {
    return read('TEST_CONTROL_URL');
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
