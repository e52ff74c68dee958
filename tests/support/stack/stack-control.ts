async function ask(component: string, verb: string): Promise<void> {
  const url = process.env.TEST_CONTROL_URL;
  if (!url)
    throw new Error(
      'TEST_CONTROL_URL is not set: start the test services with "node stack/bootstrap.mjs services"',
    );
  const response = await fetch(`${url}/${component}/${verb}`, { method: 'POST' });
  if (!response.ok) throw new Error(`${component} did not ${verb}: ${await response.text()}`);
}

const controlOf = (component: string) => ({
  /** `kill -9`; settles when the process is gone. */
  kill: () => ask(component, 'kill'),
  /** Stops it in good order. */
  stop: () => ask(component, 'stop'),
  /** Starts it on the same ports and data; settles when it is ready. Harmless when it runs. */
  start: () => ask(component, 'start'),
  async restart(): Promise<void> {
    await ask(component, 'stop');
    await ask(component, 'start');
  },
});

/** The components that the test services run, to break them on purpose. Put back (`start`) what a test takes away. */
export const engine = controlOf('engine');
export const postgres = controlOf('postgres');
export const keycloak = controlOf('keycloak');
