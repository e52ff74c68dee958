import { AsyncLocalStorage } from 'node:async_hooks';

/** What a person may see, as the database's policies read it (docs/adr/0020). */
export type Viewer = Readonly<
  Record<'username' | 'permissions' | 'barredWith' | AccessScope, readonly string[]>
>;
type AccessScope = 'seeOpen' | 'seeConfidential' | 'workOpen' | 'workConfidential';

/** Serialized, because the connections receive it as text. */
const viewers = new AsyncLocalStorage<string | undefined>();

/** Runs reads for one person: whatever is queried, the database returns no row of a request that this person
 *  may not see. */
export const asViewer = <T>(viewer: Viewer, work: () => Promise<T>): Promise<T> =>
  running(JSON.stringify(viewer), work);

/** Runs what the product does for itself, even while it serves a person: filling shared caches and writing
 *  the audit record. */
export const asSystem = <T>(work: () => Promise<T>): Promise<T> => running(undefined, work);

/** A knex query starts when it is awaited: `async` does that here. */
const running = <T>(viewer: string | undefined, work: () => Promise<T>): Promise<T> =>
  viewers.run(viewer, async () => work());

/** Returns the current viewer; undefined for the product itself. */
export const currentViewer = (): string | undefined => viewers.getStore();
