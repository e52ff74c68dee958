import { readConfig } from '../config.ts';
import { migrate } from '../platform/migrate.ts';

const applied = await migrate(readConfig().DATABASE_URL);
console.log(applied.length ? `Applied: ${applied.join(', ')}` : 'The schema is up to date.');
