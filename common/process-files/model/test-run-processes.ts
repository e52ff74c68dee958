/** Process ids that begin with this prefix are reserved for test runs. */
export const TEST_RUN_PREFIX = 'scratch-';

export const isTestRunProcess = (processId: string): boolean => processId.startsWith(TEST_RUN_PREFIX);
