import { parseExpression } from '@bpmn-io/feelin';
import { type Element, extension } from '#common/process-files/model/diagram.ts';
import type { LintContext } from '../lint-context.ts';
import { defineRule, displayNameOf, isType, type Report } from '../rule.ts';
import { isPersonal, openVariables } from './personal-data-names.ts';

/** Properties of extensions that contain the name of a variable. */
const NAMES = ['target', 'resultVariable', 'inputElement', 'outputCollection'];

/** Restricts the engine's variables to ids and routing facts: its records go to files and exporters that no
 *  access rule protects. */
export const noPersonalDataInVariables = defineRule(
  'no-personal-data-in-variables',
  (element, context, report) => {
    if (!element.id || element.$type.startsWith('bpmndi:')) return;
    const names = new Set(variablesIn(element).filter(isPersonal));
    const { fa, en } = displayNameOf(element);
    for (const name of names)
      report(element, {
        fa: `${fa} متغیر «${name}» را به موتور می‌دهد؛ دادهٔ شخصی و متن آزاد باید در پایگاه داده بماند.`,
        en: `${en} hands the variable “${name}” to the engine; personal data and free text stay in the database.`,
      });
    if (isType(element, 'UserTask')) checkForm(element, context, report);
  },
);

function checkForm(task: Element, { forms }: LintContext, report: Report): void {
  const key = String(extension(task, 'FormDefinition')?.['externalReference'] ?? '');
  const form = Object.hasOwn(forms, key) ? forms[key] : undefined;
  const { fa, en } = displayNameOf(task);
  for (const name of form ? openVariables(form) : [])
    report(task, {
      fa: `فرم «${key}» در ${fa} میدان «${name}» را به موتور می‌دهد که مقدار آن از پیش معلوم نیست.`,
      en: `The form “${key}” of ${en} hands the field “${name}” to the engine, whose values are not from a fixed list.`,
    });
}

/** Returns the variables that an element writes, and those that its expressions read. */
function variablesIn(element: Element): string[] {
  const own = Object.entries(element).filter(([property]) => !STRUCTURE.includes(property));
  return own.flatMap(([, value]) => namesBelow(value));
}

const STRUCTURE = [
  'flowElements',
  'rootElements',
  'diagrams',
  'incoming',
  'outgoing',
  'sourceRef',
  'targetRef',
  'default',
  'messageRef',
  'errorRef',
  'attachedToRef',
  'artifacts',
  'laneSets',
  'flowNodeRef',
  'name',
  'id',
];

function namesBelow(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('=') ? identifiers(value) : [];
  if (Array.isArray(value)) return value.flatMap(namesBelow);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value as Element)
    .filter(([property]) => !STRUCTURE.includes(property))
    .flatMap(([property, inner]) =>
      typeof inner === 'string' && NAMES.includes(property)
        ? [inner, ...namesBelow(inner)]
        : namesBelow(inner),
    );
}

/** Returns the words of a FEEL expression outside of texts and comments. */
function identifiers(expression: string): string[] {
  const text = expression.slice(1);
  const found: string[] = [];
  parseExpression(text, {}, undefined).iterate({
    enter: ({ name, from, to }) => void (name === 'Identifier' && found.push(text.slice(from, to))),
  });
  return found;
}
