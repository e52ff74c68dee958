import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { MAX_TEXT_LENGTH } from '#case-ui/public/file-request/text-limits.ts';
import {
  CHANNELS,
  MAX_TEXT as CONTRACT_MAX_TEXT,
  OUTCOMES,
  REQUEST_STATUSES,
} from '#common/contract/index.ts';
import { en as modelerEn } from '#modeler-ui/i18n/en/index.ts';
import { fa as modelerFa } from '#modeler-ui/i18n/fa/index.ts';
import { en } from '#ui/i18n/en/index.ts';
import { fa } from '#ui/i18n/fa/index.ts';

type Texts = { [key: string]: string | Texts };

/** Every text with its key, as `file.done.heading`. */
const flat = (texts: Texts, above = ''): Map<string, string> =>
  new Map(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[above + key, value] as const] : [...flat(value, `${above}${key}.`)],
    ),
  );

const persian = flat({ ...fa, ...modelerFa });
const english = flat({ ...en, ...modelerEn });

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

describe('the texts of the screens', () => {
  it('have the same keys in both languages', () => {
    expect([...persian.keys()].sort()).to.deep.equal([...english.keys()].sort());
  });

  it('name the same facts in both languages', () => {
    for (const [key, text] of persian)
      expect(placeholders(english.get(key) ?? ''), key).to.deep.equal(placeholders(text));
  });

  it('are written with Persian letters, and hold no English', () => {
    const allowed = /\{\{\w+\}\}|\bEnter\b|\b[jk]\b|\b(BPMN|SVG|PNG|PDF)\b/g;
    for (const [key, text] of persian) {
      expect(text, key).not.to.match(/[يكةى٠-٩]/);
      expect(text.replace(allowed, ''), key).not.to.match(/[A-Za-z]/);
    }
  });

  it('have a word for everything the contract can say', () => {
    expect(Object.keys(fa.words.status)).to.have.members([...REQUEST_STATUSES]);
    expect(Object.keys(fa.words.outcome)).to.have.members([...OUTCOMES]);
    expect(Object.keys(fa.words.channel)).to.have.members([...CHANNELS]);
  });

  it('say what to do about every problem of the api', async () => {
    // given
    const page = await readFile(new URL('../../../docs/problems.md', import.meta.url), 'utf8');
    // when
    const codes = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code ?? '');
    // then
    expect(codes).to.include('invalid-input');
    expect(fa.problems).to.include.all.keys(...codes);
  });

  it('count letters by the limit of the contract', () => {
    expect(MAX_TEXT_LENGTH).to.equal(CONTRACT_MAX_TEXT);
  });
});
