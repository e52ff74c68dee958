import { closeSandbox } from './fixtures/sandbox.ts';

/** Hooks around the tests of every file. A hook that a shared module registers while it loads would run for
 *  the first file of a process only. */
export const mochaHooks = { afterAll: closeSandbox };
