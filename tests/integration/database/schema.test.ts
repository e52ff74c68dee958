import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { dumpSchema } from '#api/platform/schema-dump.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

describe('the schema', () => {
  const database = useDatabase();

  it('is what docs/schema.sql says', async () => {
    // when
    const schema = await dumpSchema(database.db);

    // then
    const written = await readFile(new URL('../../../docs/schema.sql', import.meta.url), 'utf8');
    expect(schema, 'run `npm run schema` against a migrated database').to.equal(written);
  });

  it('has an index for every foreign key', async () => {
    // when
    const { rows } = await database.db.raw<{ rows: { key: string }[] }>(`
      select k.conrelid::regclass || ': ' || pg_get_constraintdef(k.oid) as key
        from pg_constraint k
       where k.contype = 'f' and k.connamespace in ('public'::regnamespace, 'engine'::regnamespace)
         and not exists (
           select from pg_index i
            where i.indrelid = k.conrelid
              and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)`);

    // then
    expect(rows).to.deep.equal([]);
  });
});
