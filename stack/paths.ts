import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this clone. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** Returns the folder of this clone's data, logs and pid files; `SHAHRAH_HOME` moves it. */
export const shahrahHome = (env: NodeJS.ProcessEnv = process.env): string =>
  env.SHAHRAH_HOME || join(ROOT, '.shahrah');

/** Returns the user's cache folder, shared by all clones: downloads and unpacked programs. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'shahrah');
  return process.platform === 'darwin'
    ? join(homedir(), 'Library', 'Caches', 'shahrah')
    : join(homedir(), '.cache', 'shahrah');
}
