import { environment } from '../environment.ts';

async function ask(component: string, verb: string): Promise<void> {
  const response = await fetch(`${environment.controlUrl}/${component}/${verb}`, { method: 'POST' });
  if (!response.ok) throw new Error(`${component} did not ${verb}: ${await response.text()}`);
}

const controlOf = (component: string) => ({
  /** Sends `kill -9`; resolves when the process has exited. */
  kill: () => ask(component, 'kill'),
  /** Shuts it down cleanly. */
  stop: () => ask(component, 'stop'),
  /** Starts it on the same ports and data; resolves when it is ready. Does nothing if it is running. */
  start: () => ask(component, 'start'),
  async restart(): Promise<void> {
    await ask(component, 'stop');
    await ask(component, 'start');
  },
});

/** Components run by the test services, to break on purpose. A test must restart (`start`) what it stops. */
export const engine = controlOf('engine');
export const postgres = controlOf('postgres');
