import type { Text } from '../../../contract/index.ts';

export type Objection = { rule: string; message: Text };

const DEEPEST = 60;
const MOST_ELEMENTS = 20_000;

/** What makes a file unfit to be read at all, before a parser sees it: nothing here grows with what entities would stand for,
 *  and each character is looked at once. */
export function objectionTo(xml: string): Objection | undefined {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml))
    return {
      rule: 'no-document-type',
      message: {
        fa: 'فایل تعریف نوع سند (DOCTYPE) یا موجودیت دارد؛ چنین فایلی پذیرفته نمی‌شود.',
        en: 'The file declares a document type or entities; such a file is not taken.',
      },
    };
  const encoding = /^\uFEFF?<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']/.exec(xml)?.[1];
  if (encoding && !/^utf-?8$/i.test(encoding))
    return {
      rule: 'utf-8',
      message: {
        fa: `فایل می‌گوید با ${encoding} نوشته شده است؛ تنها UTF-8 پذیرفته می‌شود.`,
        en: `The file says it is written in ${encoding}; only UTF-8 is taken.`,
      },
    };
  const { deepest, elements } = measure(xml);
  if (deepest > DEEPEST || elements > MOST_ELEMENTS)
    return {
      rule: 'size',
      message: {
        fa: `فایل بیش از ${DEEPEST} لایه یا ${MOST_ELEMENTS} جزء دارد.`,
        en: `The file is nested deeper than ${DEEPEST} or has more than ${MOST_ELEMENTS} elements.`,
      },
    };
  return undefined;
}

/** How deep elements nest, and how many there are. Text that is no XML gives some numbers too; the parser refuses it. */
function measure(xml: string): { deepest: number; elements: number } {
  let depth = 0;
  let deepest = 0;
  let elements = 0;
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at)) {
    const [opening, closing] = PARTS.find(([begin]) => xml.startsWith(begin, at)) ?? ['<', ''];
    if (closing) {
      const end = xml.indexOf(closing, at + opening.length);
      if (end === -1) break;
      at = end + closing.length;
      continue;
    }
    const end = endOfTag(xml, at + 1);
    if (xml[at + 1] === '/') depth -= 1;
    else {
      elements += 1;
      depth += 1;
      deepest = Math.max(deepest, depth);
      if (xml[end - 1] === '/') depth -= 1;
    }
    at = end + 1;
  }
  return { deepest, elements };
}

const PARTS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/** Where the tag ends, which is not a `>` between quotes. */
function endOfTag(xml: string, from: number): number {
  let quote = '';
  for (let at = from; at < xml.length; at += 1) {
    const character = xml[at] as string;
    if (quote) {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
  }
  return xml.length;
}
