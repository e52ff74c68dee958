import { after } from 'mocha';
import { openSandbox } from '#api/sandbox/index.ts';

/** The sandbox of all tests in this process; its processes start when a test needs them, and end after the last. */
export const sandbox = openSandbox();

after(() => sandbox.close());
