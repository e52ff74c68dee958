import pg from 'pg';

export type WriteLoad = {
  /** The highest number that is known to be committed.
   *  @throws what a connection ran into */
  committed(): number;
  /** Waits for what is under way.
   *  @throws what a connection ran into */
  stop(): Promise<void>;
};

const CONNECTIONS = 6;
/** Each stir makes 16 MB of log that a backup has to take along. */
const DISTURBANCE_INTERVAL = 40;
const MAX_DISTURBANCES = 12;

export const WRITE_LOAD_TABLES = `
  create table public.load_counter (n bigint not null) with (fillfactor = 50);
  insert into load_counter values (0);
  create table public.load_cases (n bigint primary key, text text not null);
  create table engine.load_flow (n bigint primary key, text text not null)`;

/** Writes without a pause, from several connections. Each transaction takes the next number, without gaps, and puts a row with it
 *  into a table of `public` and into one of `engine`. Meanwhile another connection does what makes a copy of files hard: it
 *  rewrites pages, makes and drops tables, and lets the server write, switch and throw away its log. */
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
