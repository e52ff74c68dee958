import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Locale } from '#common/contract/common.ts';
import { processFileKind } from '#common/contract/process-definitions.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

/** Label of an element on screen; `within` is the rule that a cell belongs to. */
export type ElementLabel = { text: string; within?: string };
export type ElementLabels = ReadonlyMap<string, ElementLabel>;

type Words = { rule: (index: number) => string; cell: (index: number, column: string) => string };

const NONE: ElementLabels = new Map();

/** Labels of a file's elements, rules, cells or fields in the language of the screen, by id. */
export function useElementLabels(name: string, content: string | null): ElementLabels {
  const { t } = useTranslation('drafts');
  const { locale } = useLocale();
  const number = (index: number) => formatNumber(index, locale);
  const words: Words = {
    rule: (index) => t('comments.rule', { number: number(index) }),
    cell: (index, column) => t('comments.cell', { number: number(index), column }),
  };
  const { data } = useQuery({
    queryKey: ['element-labels', name, locale, content],
    queryFn: async (): Promise<ElementLabels> => {
      if (content === null) return NONE;
      const kind = processFileKind(name);
      if (kind === 'form') return fieldLabels(content, locale);
      return kind === 'template' ? NONE : xmlLabels(content, locale, words);
    },
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
  return data ?? NONE;
}

async function fieldLabels(content: string, locale: Locale): Promise<ElementLabels> {
  const { fieldsOf, readForm, textOf } = await import('#modeler-ui/form-editor/model/index.ts');
  const read = readForm(content);
  if (!('form' in read)) return NONE;
  return new Map(
    fieldsOf(read.form).map(({ id, name, definition }) => [
      id,
      { text: textOf(read.form, locale, definition['title']) || name },
    ]),
  );
}

function xmlLabels(content: string, locale: Locale, words: Words): ElementLabels {
  const labels = new Map<string, ElementLabel>();
  const xml = new DOMParser().parseFromString(content, 'application/xml');
  for (const element of xml.querySelectorAll('[id][name]')) {
    const english = [...element.children]
      .filter(({ localName }) => localName === 'extensionElements')
      .flatMap((extensions) => [...extensions.getElementsByTagNameNS('*', 'property')])
      .find((property) => property.getAttribute('name') === 'name.en')
      ?.getAttribute('value');
    const text = (locale === 'en' && english) || element.getAttribute('name');
    if (text) labels.set(element.id, { text });
  }
  for (const table of xml.getElementsByTagNameNS('*', 'decisionTable')) tableLabels(table, words, labels);
  return labels;
}

function tableLabels(table: Element, words: Words, labels: Map<string, ElementLabel>): void {
  const own = (parent: Element, ...names: string[]) =>
    [...parent.children].filter(({ localName }) => names.includes(localName));
  const columns = own(table, 'input', 'output').map(
    (column) => column.getAttribute('label') ?? column.getAttribute('name') ?? column.id,
  );
  own(table, 'rule').forEach((rule, at) => {
    labels.set(rule.id, { text: words.rule(at + 1) });
    own(rule, 'inputEntry', 'outputEntry').forEach((entry, column) =>
      labels.set(entry.id, { text: words.cell(at + 1, columns[column] ?? ''), within: rule.id }),
    );
  });
}
