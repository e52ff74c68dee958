import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { THEME } from '../realm/realm.ts';

const SOURCE = fileURLToPath(new URL(THEME, import.meta.url));

/** Files that browsers cache for a month: a changed one needs another name, or they would keep using the old
 *  one. */
const STAMPED = ['css/shahrah.css', 'js/shahrah.js'];

/** Copies our sign-in pages, with the product's font, into the `themes` folder of a Keycloak, replacing an
 *  earlier version.
 *  @throws when there is no such folder */
export function placeTheme(themes: string): void {
  if (!existsSync(themes)) throw new Error(`There is no folder ${themes}.`);
  const target = join(themes, THEME);
  rmSync(target, { recursive: true, force: true });
  cpSync(SOURCE, target, { recursive: true });
  const login = join(target, 'login');
  placeFont(join(login, 'resources', 'css'));
  const properties = join(login, 'theme.properties');
  const stamped = STAMPED.reduce(
    (text, path) => text.replace(path, stamp(join(login, 'resources'), path)),
    readFileSync(properties, 'utf8'),
  );
  writeFileSync(properties, stamped);
}

function placeFont(css: string): void {
  const font = dirname(createRequire(import.meta.url).resolve('@fontsource-variable/vazirmatn/package.json'));
  cpSync(join(font, 'wght.css'), join(css, 'vazirmatn.css'));
  cpSync(join(font, 'files'), join(css, 'files'), { recursive: true });
}

/** Adds a hash of its content to the name of a file. */
function stamp(resources: string, path: string): string {
  const hash = createHash('sha256')
    .update(readFileSync(join(resources, path)))
    .digest('hex')
    .slice(0, 8);
  const extension = extname(path);
  const stamped = join(dirname(path), `${basename(path, extension)}-${hash}${extension}`);
  renameSync(join(resources, path), join(resources, stamped));
  return stamped;
}
