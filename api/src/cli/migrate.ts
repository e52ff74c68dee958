import { migrate } from '../platform/migrate.ts';
import { toolDatabase } from './target.ts';

const applied = await migrate(await toolDatabase());
console.log(applied.length ? `Applied: ${applied.join(', ')}` : 'The schema is up to date.');
