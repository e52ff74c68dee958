import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type Finding, type LintContext, lintDiagram, parseDiagram } from '../index.ts';
import { rules } from '../rules/index.ts';
import { fixtureContext } from './fixture-context.ts';

/** Reads the fixture diagram of a rule. */
export const fixture = (rule: string, kind: 'right' | 'wrong'): string =>
  readFileSync(new URL(`../rules/${rule}/${kind}.bpmn`, import.meta.url), 'utf8');

/** Returns the findings of our own rules in a diagram, in the order of the diagram. */
export async function findingsIn(xml: string, context: LintContext = fixtureContext): Promise<Finding[]> {
  const { root } = await parseDiagram('the diagram', xml);
  const found = await lintDiagram(root, context);
  return found.filter(({ rule }) => Object.hasOwn(rules, rule));
}

/** Returns the ids of the elements for which one rule has a finding. */
export const foundBy = async (rule: string, xml: string, context?: LintContext): Promise<string[]> =>
  (await findingsIn(xml, context)).filter((found) => found.rule === rule).map(({ elementId }) => elementId);

/** Creates a process of these elements, as XML; roots are siblings of the process. */
export const aProcess = (elements: string, { id = 'inspection', roots = '' } = {}): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Definitions_One" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="${id}" name="بازدید" isExecutable="true">${elements}</bpmn:process>
  ${roots}
</bpmn:definitions>`;

/** Creates a BPMN element such as `<bpmn:userTask>`, with zeebe extensions. */
export const element = (kind: string, id: string, extensions = '', inside = '', attributes = ''): string =>
  `<bpmn:${kind} id="${id}" name="کار" ${attributes}><bpmn:extensionElements>${extensions}</bpmn:extensionElements>${inside}</bpmn:${kind}>`;

/** Declares the tests that every rule has: its right diagram violates no rule, and its wrong one violates
 *  this rule alone, at these elements, with a sentence in both languages that names the element.
 *  @param more further tests of the rule */
export function describeRule(rule: string, wrongAt: string[], more: () => void): void {
  describe(`the rule ${rule}`, () => {
    it('finds nothing in the right diagram', async () => {
      expect(await findingsIn(fixture(rule, 'right'))).to.deep.equal([]);
    });

    it('finds what is wrong in the wrong diagram, and no other rule does', async () => {
      // when
      const findings = await findingsIn(fixture(rule, 'wrong'));

      // then
      expect([...new Set(findings.map((found) => `${found.rule} ${found.elementId}`))]).to.deep.equal(
        wrongAt.map((id) => `${rule} ${id}`),
      );
    });

    it('says so in Persian and in English, and names the element', async () => {
      for (const { elementId, message } of await findingsIn(fixture(rule, 'wrong'))) {
        expect(message.fa)
          .to.match(/[\u0600-\u06ff]/)
          .and.include(elementId);
        expect(message.en)
          .to.match(/^[^\u0600-\u06ff]+$/)
          .and.include(elementId);
      }
    });

    more();
  });
}
