import { type StartApi, startApi, type TestApi } from '../api.ts';
import { type Caller, createCaller } from '../api-caller.ts';
import type { TestDatabase } from '../database.ts';
import { useDatabase } from './use-database.ts';
import { useFixture } from './use-fixture.ts';

type UseApi = Omit<StartApi, 'database' | 'config'> & {
  /** Database of another hook, for suites that fill it before the API starts; defaults to one of its own. */
  database?: TestDatabase;
  /** Variables that differ from the test defaults; a function may read what earlier hooks have made. */
  config?: StartApi['config'] | (() => StartApi['config']);
};

/** Runs the whole API for the tests of this suite, with a caller. All are usable in hooks and tests. */
export function useApi({ database = useDatabase(), config, ...options }: UseApi = {}): {
  database: TestDatabase;
  api: TestApi;
  call: Caller;
} {
  const api = useFixture(
    () =>
      startApi({ ...options, database, config: (typeof config === 'function' ? config() : config) ?? {} }),
    (started) => started.close(),
  );
  return { database, api, call: createCaller(() => api.url) };
}
