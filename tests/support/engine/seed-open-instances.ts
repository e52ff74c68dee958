import pg from 'pg';
import { firstOfBlock, KEYS_PER_BLOCK } from '#engine/core/keys.ts';

/** Gives a stopped engine the requested number of open instances. Copies the row of the one instance that has
 *  reached its task or timer, with new keys in blocks beyond those in use, moves the counters past them, then
 *  runs vacuum and analyze. The engine has one partition. An instance at a user task has no row in other
 *  tables; one at a timer has its timer row.
 *  @param databaseUrl connects as an owner of the tables */
export async function seedOpenInstances({
  databaseUrl,
  open,
}: {
  databaseUrl: string;
  open: number;
}): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ key: string; state: string; blocks: number }>(
      `select key, state::text, (select counters -> 'blocks' ->> 1 from engine.record_batch order by turn desc limit 1)::int as blocks
         from engine.instance order by key desc limit 1`,
    );
    const [one] = rows;
    if (!one) throw new Error('there is no instance to copy');
    const { template, offsets } = templateOf(one.key, one.state);
    const state = offsets.reduce(
      (text, offset) => `replace(${text}, '{${offset}}', (base + ${offset})::text)`,
      '$1::text',
    );
    await client.query(
      `insert into engine.instance (key, definition, state)
       select base, (select definition from engine.instance where key = $2), (${state})::json
         from (select $2::bigint + n * ${KEYS_PER_BLOCK} as base from generate_series(1, $3::bigint) as n) as copies`,
      [template, one.key, open - 1],
    );
    await client.query(
      `insert into engine.timer (key, due_at)
       select key + n * ${KEYS_PER_BLOCK}, due_at from engine.timer, generate_series(1, $2::bigint) as n
        where key between $1::bigint and $1::bigint + ${KEYS_PER_BLOCK - 1}`,
      [one.key, open - 1],
    );
    await client.query(
      `update engine.record_batch
          set counters = jsonb_set(counters::jsonb, '{blocks,1}', to_jsonb($1::int))
        where turn = (select max(turn) from engine.record_batch)`,
      [one.blocks + open],
    );
    await client.query('vacuum analyze engine.instance, engine.timer');
  } finally {
    await client.end();
  }
}

/** Replaces each of the document's own keys by a placeholder. */
function templateOf(key: string, state: string): { template: string; offsets: number[] } {
  const offsets = new Set<number>();
  const template = state.replace(/\b\d{16,19}\b/g, (found) => {
    if (firstOfBlock(found) !== key) return found;
    const offset = Number(BigInt(found) - BigInt(key));
    offsets.add(offset);
    return `{${offset}}`;
  });
  return { template, offsets: [...offsets] };
}
