import { type Element, englishName } from '../model/diagram.ts';
import type { LintContext } from './lint-context.ts';

/** A sentence for people, in both languages. */
export type Message = { fa: string; en: string };

/** Reports an element that violates the rule. */
export type Report = (element: Element, message: Message) => void;

/** A rule as bpmnlint takes it. `message` is the English sentence; `messages` holds both. */
export type RuleFactory = (context: LintContext) => {
  meta: { documentation: { url: string } };
  check: { enter(element: Element, reporter: Reporter): void };
};

type Reporter = { report(id: string, message: string, extra: { messages: Message }): void };

/** Declares a rule. `check` is called once for each element of the diagram, starting at the root.
 *  @param name of the rule: its folder, its page in docs/rules and its name in the configuration */
export const defineRule =
  (name: string, check: (element: Element, context: LintContext, report: Report) => void): RuleFactory =>
  (context) => ({
    meta: { documentation: { url: `docs/rules/${name}.md` } },
    check: {
      enter: (element, { report }) =>
        check(element, context, (found, messages) => report(String(found.id), messages.en, { messages })),
    },
  });

/** Returns how people know the element: its name on the canvas, and its id. */
export const displayNameOf = (element: Element): Message => {
  const { id = '?', name } = element;
  const english = englishName(element);
  return {
    fa: name ? `«${name}» (${id})` : id,
    en: (english ?? name) ? `“${english ?? name}” (${id})` : id,
  };
};

export const isType = ({ $type }: Element, ...types: string[]): boolean =>
  types.includes($type.replace(/^bpmn:/, ''));
