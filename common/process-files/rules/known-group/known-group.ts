import { extension } from '#common/process-files/model/diagram.ts';
import { defineRule, displayNameOf, isType } from '../rule.ts';

const LISTED_TEXT = /[[,]\s*"([^"]*)"\s*(?=[,\]])/g;
const BEGINNING = /"([^"]*)"\s*\+/g;

/** Requires every user task to have candidate groups, each of which is a department. In an expression, its
 *  text literals are checked: a whole list item must be a department, the beginning of one must be the
 *  beginning of some department. */
export const knownGroup = defineRule('known-group', (element, { groups }, report) => {
  if (!isType(element, 'UserTask')) return;
  const { fa, en } = displayNameOf(element);
  const written = String(extension(element, 'AssignmentDefinition')?.['candidateGroups'] ?? '').trim();
  if (written === '' || /^=\s*(null|\[\s*\])$/.test(written)) {
    report(element, {
      fa: `${fa} گروهی ندارد که کار را انجام دهد.`,
      en: `${en} has no group that could do the work.`,
    });
    return;
  }
  for (const group of unknownGroups(written, groups))
    report(element, {
      fa: `گروه «${group}» برای ${fa} هیچ واحد سازمانی نیست.`,
      en: `${en} goes to the group “${group}”, which is no department.`,
    });
});

function unknownGroups(written: string, groups: readonly string[]): string[] {
  if (!written.startsWith('='))
    return written
      .split(',')
      .map((group) => group.trim())
      .filter((group) => !groups.includes(group));
  const beginnings = texts(written, BEGINNING).filter(
    (text) => !groups.some((group) => group.startsWith(text)),
  );
  return [...texts(written, LISTED_TEXT).filter((text) => !groups.includes(text)), ...beginnings];
}

const texts = (expression: string, pattern: RegExp): string[] =>
  [...expression.matchAll(pattern)].map(([, text = '']) => text);
