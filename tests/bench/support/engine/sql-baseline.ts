import pg from 'pg';

const CONNECTIONS = 16;
const STATEMENT_TIMEOUT_MS = 30_000;

/** Plain SQL writes equivalent to those of an engine for the small process. */
export type SqlBaseline = {
  /** Writes an instance with its job, its task and three records: 6 rows in one round trip.
   *  @returns its number */
  start(): Promise<number>;
  /** Updates the instance, deletes its job and task, and writes three records, in one round trip. */
  complete(n: number): Promise<void>;
  close(): Promise<void>;
};

const SCHEMA = `
create schema bare;
create table bare.instance (
  id bigint primary key, process text not null, state text not null, started_at timestamptz not null, ended_at timestamptz
);
create index on bare.instance (process, state);
create table bare.job (
  id bigint primary key, instance_id bigint not null, type text not null, state text not null, retries integer not null
);
create index on bare.job (type, state);
create table bare.task (
  id bigint primary key, instance_id bigint not null, element_id text not null, candidate_group text not null,
  created_at timestamptz not null
);
create index on bare.task (candidate_group);
create table bare.record (id bigint primary key, instance_id bigint not null, at timestamptz not null, body json not null);
create index on bare.record (instance_id)`;

const START = `
with instance as (
  insert into bare.instance (id, process, state, started_at) values ($1, 'bench-small', 'active', now())
), job as (
  insert into bare.job (id, instance_id, type, state, retries) values ($2, $1, 'bench.check', 'completed', 3)
), task as (
  insert into bare.task (id, instance_id, element_id, candidate_group, created_at) values ($3, $1, 'Task_Approve', 'clerks', now())
)
insert into bare.record (id, instance_id, at, body) values ($4, $1, now(), $7), ($5, $1, now(), $8), ($6, $1, now(), $9)`;

const COMPLETE = `
with instance as (
  update bare.instance set state = 'completed', ended_at = now() where id = $1
), job as (
  delete from bare.job where id = $2
), task as (
  delete from bare.task where id = $3
)
insert into bare.record (id, instance_id, at, body) values ($4, $1, now(), $7), ($5, $1, now(), $8), ($6, $1, now(), $9)`;

/** Keys per instance over its life: itself, job, task, three records at its start and three at its end. */
const KEYS_EACH = 9;

/** Opens the minimum that could hold an engine's state in PostgreSQL: one statement per instance, 16
 *  connections, no interpretation. It is the limit to which the engine is compared.
 *  @param databaseUrl a database that nothing else uses meanwhile */
export async function openSqlBaseline(databaseUrl: string): Promise<SqlBaseline> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
  });
  await pool.query(SCHEMA);
  let last = 0;

  const run = async (name: string, text: string, n: number, firstRecord: number): Promise<void> => {
    const key = n * KEYS_EACH;
    const records = [0, 1, 2].map((at) => key + firstRecord + at);
    const bodies = ['PROCESS_INSTANCE', 'JOB', 'USER_TASK'].map((type) => body(type, key));
    await pool.query({ name, text, values: [key, key + 1, key + 2, ...records, ...bodies] });
  };

  return {
    async start() {
      const n = (last += 1);
      await run('bare-start', START, n, 3);
      return n;
    },
    complete: (n) => run('bare-complete', COMPLETE, n, 6),
    close: () => pool.end(),
  };
}

/** Builds a record of about 300 bytes. */
const body = (valueType: string, key: number): string =>
  `{"partitionId":1,"valueType":"${valueType}","key":${key},"timestamp":${Date.now()},"intent":"CREATED","value":{"bpmnProcessId":"bench-small","processInstanceKey":${key},"elementId":"Task_Approve","candidateGroupsList":["clerks"],"customer":"customer-${key}","amount":${key % 1_000},"tenantId":"<default>","version":1}}`;
