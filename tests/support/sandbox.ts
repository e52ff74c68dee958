import { openSandbox } from '../../api/src/sandbox/index.ts';

/** The sandbox of all tests in this process; its threads start when a test needs them, and end with it. */
export const sandbox = openSandbox();
