import pg from 'pg';

export type WriteLoad = {
  /** Highest number known to be committed.
   *  @throws the error that a connection encountered */
  committed(): number;
  /** Waits for transactions in progress.
   *  @throws the error that a connection encountered */
  stop(): Promise<void>;
};

const CONNECTIONS = 6;
/** Number of transactions between disturbances. Each disturbance writes 16 MB of WAL that a backup has to
 *  include. */
const DISTURBANCE_INTERVAL = 40;
const MAX_DISTURBANCES = 12;

export const WRITE_LOAD_TABLES = `
  create table public.load_counter (n bigint not null) with (fillfactor = 50);
  insert into load_counter values (0);
  create table public.load_cases (n bigint primary key, text text not null);
  create table engine.load_flow (n bigint primary key, text text not null)`;

/** Writes continuously from several connections. Each transaction takes the next number, without gaps, and
 *  inserts a row with it into one table in `public` and one in `engine`. Another connection does what makes
 *  copying files hard: it rewrites pages, creates and drops tables, and has the server write, switch and
 *  discard WAL. */
export async function startWriteLoad(url: string): Promise<WriteLoad> {
  let highest = 0;
  let stirs = 0;
  let stopped = false;
  const repeat = async (work: (client: pg.Client) => Promise<unknown>): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      while (!stopped) await work(client);
    } finally {
      await client.end();
    }
  };
  const write = async (client: pg.Client) => {
    await client.query('begin');
    const { rows } = await client.query<{ n: string }>('update load_counter set n = n + 1 returning n');
    const n = rows[0]?.n;
    await client.query(`insert into load_cases values ($1, repeat(md5($1::bigint::text), 20))`, [n]);
    await client.query(`insert into engine.load_flow values ($1, repeat(md5($1::bigint::text), 40))`, [n]);
    await client.query('commit');
    highest = Math.max(highest, Number(n));
  };
  const stir = async (client: pg.Client) => {
    const next = stirs < MAX_DISTURBANCES ? highest + DISTURBANCE_INTERVAL : Infinity;
    stirs += 1;
    while (highest < next && !stopped) await client.query('select pg_sleep(0.01)');
    await client.query(
      'create table if not exists stirred as select g as n from generate_series(1, 5000) as g',
    );
    await client.query('update stirred set n = n + 1');
    await client.query('select pg_switch_wal()');
    await client.query('checkpoint');
    await client.query('drop table stirred');
  };
  const running = Promise.all([...Array.from({ length: CONNECTIONS }, () => repeat(write)), repeat(stir)]);
  let failure: Error | undefined;
  running.catch((error: Error) => (failure = error));
  return {
    committed() {
      if (failure) throw failure;
      return highest;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}
