import PostgresClient from 'knex/lib/dialects/postgres/index.js';
import type pg from 'pg';
import { VIEWER_ROLE } from './database-roles.ts';
import { currentViewer } from './viewer.ts';

type ConnectionState = {
  /** The viewer set on the connection; null when it has to be set again. */
  viewer: string | undefined | null;
  /** True when the viewer was set after the last transaction began. */
  late: boolean;
};

const AS_VIEWER = {
  name: 'look-as',
  text: `select set_config('shahrah.viewer', $1, false), set_config('role', $2, false)`,
};
const ENDS = /^(commit|rollback)/i;
const CONTROLS = /^(commit|rollback|release|savepoint)/i;

const connections = new WeakMap<pg.Client, ConnectionState>();

/** knex client that sets the viewer of a connection before the first statement of another viewer. Both
 *  statements go to the server together. */
export class ViewerClient extends PostgresClient {
  override _query<Query extends { sql: string }>(connection: pg.Client, query: Query): Promise<Query> {
    const told = CONTROLS.test(query.sql) ? undefined : setViewer(connection, currentViewer());
    const answer = super._query(connection, query);
    note(connection, query);
    return told ? Promise.all([answer, told]).then(() => query) : answer;
  }
}

function setViewer(connection: pg.Client, viewer: string | undefined): Promise<unknown> | undefined {
  const known = knownOf(connection);
  if (known.viewer === viewer) return undefined;
  Object.assign(known, { viewer, late: true });
  const values = viewer === undefined ? ['', 'none'] : [viewer, VIEWER_ROLE];
  return connection.query({ ...AS_VIEWER, values }).catch((error: unknown) => {
    known.viewer = null;
    throw error;
  });
}

/** A rollback, or a commit that fails, also undoes the viewer set inside the transaction. */
function note(connection: pg.Client, { sql }: { sql: string }): void {
  const known = knownOf(connection);
  if (/^begin/i.test(sql)) known.late = false;
  else if (ENDS.test(sql) && known.late) known.viewer = null;
}

function knownOf(connection: pg.Client): ConnectionState {
  const known = connections.get(connection) ?? { viewer: undefined, late: false };
  connections.set(connection, known);
  return known;
}
