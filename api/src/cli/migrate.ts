import { readRolePasswords } from '../config.ts';
import { prepareDatabase } from '../platform/migrate.ts';
import { makeRoles } from '../platform/roles.ts';
import { toolDatabase } from './target.ts';

const ownerUrl = await toolDatabase({ asOwner: true });
const passwords = readRolePasswords();
if (passwords) await makeRoles(ownerUrl, passwords);
const applied = await prepareDatabase(ownerUrl);
console.log(applied.length ? `Applied: ${applied.join(', ')}` : 'The schema is up to date.');
