import type { Message } from '../rules/rule.ts';

export type XmlViolation = { rule: string; message: Message };

const MAX_DEPTH = 60;
const MAX_ELEMENTS = 20_000;

/** Finds what makes a file unacceptable before a parser sees it. Entities are never expanded here, and each
 *  character is read once. */
export function findXmlViolation(xml: string): XmlViolation | undefined {
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
  if (deepest > MAX_DEPTH || elements > MAX_ELEMENTS)
    return {
      rule: 'size',
      message: {
        fa: `فایل بیش از ${MAX_DEPTH} لایه یا ${MAX_ELEMENTS} جزء دارد.`,
        en: `The file is nested deeper than ${MAX_DEPTH} or has more than ${MAX_ELEMENTS} elements.`,
      },
    };
  return undefined;
}

/** Finds malformed attributes before a parser does, because the parser would scan back over the whole file at
 *  each of their characters. */
export function findMalformation(xml: string): XmlViolation | undefined {
  const { malformed } = measure(xml);
  if (malformed === undefined) return undefined;
  const line = xml.slice(0, malformed).split('\n').length;
  return {
    rule: 'readable',
    message: {
      fa: `فایل خوانا نیست: ویژگی‌های یک برچسب در سطر ${line} درست نوشته نشده‌اند.`,
      en: `The file cannot be read: the attributes of a tag in line ${line} are not written correctly.`,
    },
  };
}

type Measures = {
  deepest: number;
  elements: number;
  /** Start of the first malformed tag; anything after it is not measured. */
  malformed?: number;
};

/** Measures the nesting depth and the number of elements. Text that is no XML gives some numbers too; the
 *  parser refuses it. */
function measure(xml: string): Measures {
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
    const { end, isWellFormed } = tagAt(xml, at);
    if (!isWellFormed) return { deepest, elements, malformed: at };
    if (xml[at + 1] === '/') depth -= 1;
    else {
      elements += 1;
      depth += 1;
      deepest = Math.max(deepest, depth);
      if (xml[end - 2] === '/') depth -= 1;
    }
    at = end;
  }
  return { deepest, elements };
}

const PARTS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

const NAME = /<\/?[^\s<>/="']*/y;
const ATTRIBUTE = /\s+([^\s<>/="']+)\s*=\s*(?:"[^"]*"|'[^']*')/y;
const END = /\s*\/?>/y;

/** Returns the end of a tag, behind its `>`, and whether its attributes are unique names with quoted
 *  values. */
function tagAt(xml: string, at: number): { end: number; isWellFormed: boolean } {
  const match = (pattern: RegExp, from: number): RegExpExecArray | null => {
    pattern.lastIndex = from;
    return pattern.exec(xml);
  };
  const names = new Set<string>();
  let end = at + (match(NAME, at)?.[0].length ?? 0);
  for (let found = match(ATTRIBUTE, end); found; found = match(ATTRIBUTE, end)) {
    const [whole, name = ''] = found;
    if (names.has(name)) return { end, isWellFormed: false };
    names.add(name);
    end += whole.length;
  }
  const last = match(END, end);
  return { end: end + (last?.[0].length ?? 0), isWellFormed: last !== null };
}
