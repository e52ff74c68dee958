import type { Department, Modelling } from '#common/contract/index.ts';
import { bilingual } from '#common/process-files/rules/engine-messages.ts';
import { lintConfig } from '#common/process-files/rules/lint-config.ts';
import type { LintContext } from '#common/process-files/rules/lint-context.ts';
import type { Message } from '#common/process-files/rules/rule.ts';
import type { ModelingMode } from '../panel/panel-settings.ts';

/** Lint finding on an element of the open diagram. */
export type Problem = { rule: string; elementId: string; message: Message; category: 'error' | 'warn' };

/** Linter report as the canvas receives it. */
type Report = {
  id?: string;
  actualElementId?: string;
  rule?: string;
  message: string;
  messages?: Message;
  category?: string;
};

/** Rules that a business user can act on: the structure of the drawing, and its names. */
const DESIGN_RULES = /^(?!camunda-compat\/|shahrah\/)|^shahrah\/bilingual-names$/;

/** Returns the rules of a mode, configured with what the diagram may refer to. */
export function rulesFor(mode: ModelingMode, modelling: Modelling, departments: readonly Department[]) {
  const all = lintConfig(contextOf(modelling, departments));
  if (mode === 'implement') return all;
  return {
    ...all,
    config: {
      extends: ['bpmnlint:recommended'],
      rules: Object.fromEntries(Object.entries(all.config.rules).filter(([name]) => DESIGN_RULES.test(name))),
    },
  };
}

const contextOf = (
  { forms, jobTypes, processes, decisions }: Modelling,
  departments: readonly Department[],
): LintContext => ({
  forms: Object.fromEntries(forms.map(({ key, ...facts }) => [key, facts])),
  groups: departments.map(({ slug }) => slug),
  jobTypes,
  processes,
  decisions: decisions.map(({ id }) => id),
});

/** Returns the name of a rule's documentation page. */
export const ruleName = (rule: string): string => rule.replace(/^(shahrah|camunda-compat)\//, '');

/** Converts the reports to problems with bilingual messages, errors first. */
export const problemsIn = (issues: Readonly<Record<string, readonly Report[]>>): Problem[] =>
  Object.entries(issues)
    .flatMap(([id, reports]) =>
      reports.map((report): Problem => {
        const elementId = report.actualElementId ?? report.id ?? id;
        const rule = report.rule ?? '';
        return {
          rule: ruleName(rule),
          elementId,
          message: report.messages ?? bilingual(rule, elementId, report.message),
          category: report.category === 'error' ? 'error' : 'warn',
        };
      }),
    )
    .sort((one, other) => one.category.localeCompare(other.category));
