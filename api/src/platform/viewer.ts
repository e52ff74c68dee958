import { AsyncLocalStorage } from 'node:async_hooks';

/** What somebody reaches, as the policies of the database read it (docs/adr/0025). */
export type Viewer = Readonly<
  Record<'username' | 'permissions' | 'barredWith' | AccessScope, readonly string[]>
>;
type AccessScope = 'seeOpen' | 'seeConfidential' | 'workOpen' | 'workConfidential';

/** As text, because connections are told it. */
const viewers = new AsyncLocalStorage<string | undefined>();

/** Runs what reads for one person: the database gives it no row of a request that this person may not see, whatever is asked. */
export const asViewer = <T>(viewer: Viewer, work: () => Promise<T>): Promise<T> =>
  running(JSON.stringify(viewer), work);

/** Runs what the product does by itself, also while it answers somebody: what is remembered for all, and what is put on record. */
export const asSystem = <T>(work: () => Promise<T>): Promise<T> => running(undefined, work);

/** A query of knex begins when it is awaited: `async` does that here. */
const running = <T>(viewer: string | undefined, work: () => Promise<T>): Promise<T> =>
  viewers.run(viewer, async () => work());

/** Who looks; undefined for the product itself. */
export const currentViewer = (): string | undefined => viewers.getStore();
