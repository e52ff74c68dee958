import type { Text } from '#common/contract/index.ts';
import { tidyText } from '#common/text/persian-text.ts';

/** Key of the routing table, with the words that show that a text is about it. */
export type Keyword = { name: Text; words: readonly string[] };

/** Returns the keys that texts are about, sorted: codes only, so that they may go to the engine. */
export type KeywordFinder = (texts: readonly string[]) => string[];

const ZWNJ = /\u200c/g;

/** Finds words at the beginning of a word of the text, so that endings (ها، ی، ed) do not matter. Half-spaces
 *  count as spaces, and letters as `tidyText` writes them. */
export function keywordFinder(keywords: Readonly<Record<string, Keyword>>): KeywordFinder {
  const patterns = Object.entries(keywords).map(
    ([key, { words }]) =>
      [key, new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.map(pattern).join('|')})`, 'u')] as const,
  );
  return (texts) => {
    const plain = texts.map(flat);
    return patterns
      .filter(([, words]) => plain.some((text) => words.test(text)))
      .map(([key]) => key)
      .sort();
  };
}

const flat = (text: string): string => tidyText(text).replace(ZWNJ, ' ').replace(/\s+/g, ' ').toLowerCase();

const pattern = (word: string): string => flat(word).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
