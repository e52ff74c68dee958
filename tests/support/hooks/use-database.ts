import { aDatabase, type TestDatabase } from '../database.ts';
import { useFixture } from './use-fixture.ts';

/** Gives the tests of this suite a private, migrated database, which is dropped after them. Usable in hooks
 *  and tests. */
export const useDatabase = (options: Parameters<typeof aDatabase>[0] = {}): TestDatabase =>
  useFixture(
    () => aDatabase(options),
    (database) => database.drop(),
  );
