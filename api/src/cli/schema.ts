import { writeFile } from 'node:fs/promises';
import { readConfig } from '../config.ts';
import { openDb } from '../platform/db.ts';
import { dumpSchema } from '../platform/schema-dump.ts';

const db = openDb(readConfig().DATABASE_URL, { max: 1 });
await writeFile(new URL('../../../docs/schema.sql', import.meta.url), await dumpSchema(db));
await db.destroy();
