import { before, type Suite } from 'mocha';

type Cleanup = () => unknown;

/** What each suite has to undo, oldest first. */
const cleanups = new WeakMap<Suite, Cleanup[]>();

/** Makes a fixture before the tests of this suite, and disposes of it after them. Fixtures are made in the
 *  order of the calls and disposed of in reverse, after the suite's own `after` hooks, and also if a later
 *  one cannot be made.
 *  @returns a stand-in for the fixture, usable in hooks and tests */
export function useFixture<T extends object>(
  make: () => T | Promise<T>,
  dispose: (fixture: T) => unknown,
): Readonly<T> {
  let fixture: T | undefined;
  before(async function () {
    const suite = this.test?.parent as Suite;
    try {
      const made = await make();
      fixture = made;
      cleanupsOf(suite).push(() => dispose(made));
    } catch (error) {
      await cleanUp(suite).catch(() => undefined);
      throw error;
    }
  });
  return new Proxy({} as T, {
    get(_, member) {
      if (!fixture) throw new Error(`"${String(member)}" of a fixture is read before its hook has made it`);
      return Reflect.get(fixture, member);
    },
  });
}

/** Registers the hook that cleans up while the suite runs already, so that it is the last one. */
function cleanupsOf(suite: Suite): Cleanup[] {
  const known = cleanups.get(suite);
  if (known) return known;
  const own: Cleanup[] = [];
  cleanups.set(suite, own);
  suite.afterAll(() => cleanUp(suite));
  return own;
}

/** @throws the first error, once everything else is undone too */
async function cleanUp(suite: Suite): Promise<void> {
  const errors: unknown[] = [];
  for (const cleanup of cleanups.get(suite)?.splice(0).reverse() ?? [])
    await Promise.resolve()
      .then(cleanup)
      .catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}
