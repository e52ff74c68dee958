import { writeFile } from 'node:fs/promises';
import { openDb } from '../platform/db.ts';
import { dumpSchema } from '../platform/schema-dump.ts';
import { targetDatabaseUrl } from './database-target.ts';

const db = openDb(await targetDatabaseUrl(), { max: 1 });
await writeFile(new URL('../../../docs/schema.sql', import.meta.url), await dumpSchema(db));
await db.destroy();
