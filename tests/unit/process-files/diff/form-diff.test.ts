import { expect } from 'chai';
import { describe, it } from 'mocha';
import { diffFile } from '#common/process-files/diff/index.ts';
import { said } from './describe-entries.ts';

const FORM = {
  title: '%title',
  schema: {
    type: 'object',
    required: ['decision'],
    properties: {
      decision: { title: '%decision', type: 'string', oneOf: [{ const: 'yes', title: '%yes' }] },
      text: { title: '%text', type: 'string', maxLength: 400 },
    },
    allOf: [
      {
        if: { properties: { decision: { const: 'yes' } } },
        then: { properties: { proof: { title: '%proof', type: 'string' } }, required: ['proof'] },
      },
    ],
  },
  uiSchema: { text: { 'ui:widget': 'textarea', 'ui:help': '%help' } },
  variables: ['decision'],
  texts: { fa: { title: 'پاسخ', decision: 'تصمیم' }, en: { title: 'Answer', decision: 'Decision' } },
};
type FormFile = typeof FORM;

const changes = async (change: (form: FormFile & Record<string, unknown>) => void): Promise<string[]> => {
  const after = structuredClone(FORM);
  change(after);
  return said(await diffFile('forms/repair/answer.json', JSON.stringify(FORM), JSON.stringify(after)));
};
const properties = (form: FormFile) => form.schema.properties as Record<string, Record<string, unknown>>;

describe('what changed between two forms', () => {
  for (const [what, change, expected] of [
    ['nothing', () => undefined, []],
    [
      'a field that came and one that went',
      (form: FormFile) => {
        properties(form)['cost'] = { title: '%cost', type: 'number' };
        delete properties(form)['text'];
      },
      ['execution added cost', 'execution removed text'],
    ],
    [
      'what a field asks for',
      (form: FormFile) => {
        Object.assign(properties(form)['text'] ?? {}, { maxLength: 40, title: '%reply' });
        form.schema.required = ['decision', 'text'];
      },
      [
        'execution changed text schema(maxLength) 400 → 40',
        'execution changed text required - → true',
        'description changed text schema(title) %text → %reply',
      ],
    ],
    [
      'the choices of a field',
      (form: FormFile) => {
        form.schema.properties.decision.oneOf = [{ const: 'no', title: '%no' }];
      },
      [
        'execution changed decision schema(oneOf) [{"const":"yes","title":"%yes"}] → [{"const":"no","title":"%no"}]',
      ],
    ],
    [
      'what goes to the engine, and who may take its task',
      (form: FormFile & Record<string, unknown>) => {
        form.variables = ['decision', 'cost'];
        form['rules'] = { notBy: ['Task_Plan'] };
      },
      ['execution changed . variable(cost) - → cost', 'execution changed . rule(notBy) - → ["Task_Plan"]'],
    ],
    [
      'texts, help and widgets after the rest',
      (form: FormFile) => {
        form.texts.fa.title = 'پاسخ به شهروند';
        Object.assign(form.uiSchema.text, { 'ui:widget': 'text', 'ui:help': '%more' });
      },
      [
        'description changed text shown(ui:help) %help → %more',
        'description changed title text(fa) پاسخ → پاسخ به شهروند',
        'layout changed text shown(ui:widget) textarea → text',
      ],
    ],
  ] as const)
    it(`tells ${what}`, async () => {
      // then
      expect(await changes(change)).to.deep.equal(expected);
    });

  it('tells a condition, and the field it brings', async () => {
    // when
    const found = await changes((form) => {
      form.schema.allOf = [];
    });

    // then
    expect(found).to.have.length(2);
    expect(found[0]).to.match(/^execution changed \. condition-of-form\(allOf\) \[\{"if":.*→ \[\]$/);
    expect(found[1]).to.equal('execution removed proof');
  });

  it('names a field by its title in both languages', async () => {
    // given
    const after = structuredClone(FORM);
    Object.assign(properties(after)['decision'] ?? {}, { type: 'number' });

    // when
    const [change] = await diffFile('forms/repair/answer.json', JSON.stringify(FORM), JSON.stringify(after));

    // then
    expect(change?.name).to.deep.equal({ fa: 'تصمیم', en: 'Decision' });
  });
});

describe('what changed between two ready steps', () => {
  it('tells values by their pointers', async () => {
    // given
    const step = (value: string, label: string) =>
      JSON.stringify({
        name: 'n',
        properties: [{ label, value, binding: { type: 'zeebe:input', name: 'x' } }],
      });

    // when
    const found = await diffFile('templates/step.json', step('a', 'A'), step('b', 'A'));

    // then
    expect(said(found)).to.deep.equal(['execution changed /properties/0/value value a → b']);
  });
});
