import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from '#stack/paths.ts';

const { imports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  imports: Record<string, string>;
};

/** Alias and folder, such as `#api/` and `api/src/`. */
const ALIASES = Object.entries(imports).map(
  ([alias, path]) => [alias.replace('*', ''), path.replace(/^\.\/|\*$/g, '')] as const,
);

/** Resolves an import specifier to a path from the root; a package keeps its name. */
export function importTarget(specifier: string, importer: string): string {
  if (specifier.startsWith('.')) return relative(ROOT, join(ROOT, dirname(importer), specifier));
  const alias = ALIASES.find(([prefix]) => specifier.startsWith(prefix));
  return alias ? alias[1] + specifier.slice(alias[0].length) : specifier;
}
