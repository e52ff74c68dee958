import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Text } from '#common/contract/index.ts';
import { type Keyword, type KeywordFinder, keywordFinder } from './keyword-finder.ts';

const ROUTING_FOLDER = fileURLToPath(new URL('../../../../processes/routing/', import.meta.url));

export type Routing = {
  /** Returns the keys of `keywords.json` that texts are about. */
  keywordsIn: KeywordFinder;
  /** Returns why a rule of the routing table gives a request to its department; null for a rule no longer in
   *  use. */
  explain(rule: string): Text | null;
};

/** Loads the files beside the routing table: its keywords and the explanations of its rules.
 *  @throws when a file is missing or not JSON */
export async function loadRouting(folder = ROUTING_FOLDER): Promise<Routing> {
  const read = async <T>(file: string): Promise<T> =>
    JSON.parse(await readFile(join(folder, file), 'utf8')) as T;
  const [keywords, explanations] = await Promise.all([
    read<Record<string, Keyword>>('keywords.json'),
    read<Record<string, Text>>('explanations.json'),
  ]);
  const known = new Map(Object.entries(explanations));
  return { keywordsIn: keywordFinder(keywords), explain: (rule) => known.get(rule) ?? null };
}
