import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type Form, localizeForm } from '#common/contract/index.ts';
import {
  addField,
  advancedParts,
  FIELD_KINDS,
  fieldsOf,
  missingTexts,
  moveField,
  namesOf,
  printForm,
  readForm,
  removeField,
  setCondition,
  setRequired,
  setText,
  setVariable,
} from '#modeler-ui/form-editor/model/index.ts';
import { forms, readText } from '#tests/support/diagrams/project-files.ts';

const formOf = (key: string): Form => {
  const read = readForm(readText(`forms/${key}.json`));
  if (!('form' in read)) throw new Error(`${key} is no form`);
  return read.form;
};
const fieldOf = (form: Form, name: string) => {
  const field = fieldsOf(form).find((one) => one.name === name);
  if (!field) throw new Error(`There is no field ${name}`);
  return field;
};
const accepts = ({ schema }: Form, data: unknown): boolean => {
  const ajv = new Ajv({ strict: true, allErrors: true });
  formats.default(ajv);
  return ajv.validate(schema, data);
};
const linesOf = (form: Form): string[] => printForm(form).split('\n');

const keys = [...forms.keys()];
const anyForm = fc.constantFrom(...keys).map(formOf);

describe('the form editor', () => {
  it('leaves every form of the project as it is, to the letter, when nothing is changed', () => {
    for (const key of keys) expect(printForm(formOf(key)), key).to.equal(readText(`forms/${key}.json`));
  });

  it('changes the line of a title and no other', () => {
    fc.assert(
      fc.property(anyForm, fc.constantFrom('fa', 'en'), fc.string({ minLength: 1 }), (form, locale, text) => {
        // when
        const changed = setText(form, locale as 'fa' | 'en', form.title.slice(1), `${text}!`);

        // then
        const before = linesOf(form);
        const after = linesOf(changed);
        expect(after.length).to.equal(before.length);
        expect(after.filter((line, at) => line !== before[at])).to.have.lengthOf(1);
      }),
    );
  });

  it('comes back to the same form when a field is added and taken away again', () => {
    fc.assert(
      fc.property(anyForm, fc.constantFrom(...FIELD_KINDS), (form, kind) => {
        // given
        const options = [{ const: 'one', title: '', text: { fa: 'یک', en: 'One' } }];
        const added = addField(form, {
          name: 'added',
          kind,
          title: { fa: 'تازه', en: 'New' },
          options: kind.startsWith('choice') ? options : [],
        });

        // then
        expect(namesOf(added)).to.include('added');
        expect(missingTexts(added)).to.deep.equal([]);
        expect(() => localizeForm(added, 'fa')).not.to.throw();
        expect(removeField(added, fieldOf(added, 'added'))).to.deep.equal(form);
      }),
    );
  });

  it('lets an added field pass wherever the form is closed to others', () => {
    for (const key of keys) {
      // given
      const form = formOf(key);
      const added = addField(form, { name: 'added', kind: 'yes-no', title: { fa: 'تازه', en: 'New' } });
      const first = fieldsOf(form)[0];
      const options = (first?.definition['oneOf'] as { const: unknown }[] | undefined) ?? [];

      // then
      for (const { const: value } of options) {
        const errors = rulesBroken(form, { [first?.name ?? '']: value });
        expect(rulesBroken(added, { [first?.name ?? '']: value, added: true }), key).to.deep.equal(errors);
      }
    }
  });

  it('shows a field only under its condition, and keeps the form closed', () => {
    // given
    const form = formOf('citizen-request/act-at-once');
    const [measures, averted] = ['measures', 'averted'].map((name) => fieldOf(form, name));
    expect(averted?.kind).to.equal('choice');
    const value = (averted?.definition['oneOf'] as { const: string }[])[0]?.const;

    // when
    const changed = setCondition(form, measures as never, [{ field: 'averted', values: [value] }]);

    // then
    expect(fieldOf(changed, 'measures').when).to.deep.equal([{ field: 'averted', values: [value] }]);
    expect(accepts(changed, { averted: value, measures: 'راه بسته شد' })).to.equal(true);
    expect(accepts(changed, { averted: value, stranger: 1 })).to.equal(false);
    expect(setCondition(changed, fieldOf(changed, 'measures'), []).schema['properties']).to.have.keys(
      'measures',
      'averted',
    );
  });

  it('moves a field under another condition without others being shown that do not belong there', () => {
    // given
    const form = formOf('road-defect/inspect');

    // when
    const changed = setCondition(form, fieldOf(form, 'explanation'), [
      { field: 'finding', values: ['repair'] },
    ]);

    // then
    expect(accepts(changed, { finding: 'no-repair', evidence: 'x', explanation: 'y' })).to.equal(false);
    expect(
      accepts(changed, {
        finding: 'repair',
        evidence: 'x',
        repairKind: 'surface',
        extent: 'z',
        explanation: 'y',
      }),
    ).to.equal(true);
  });

  it('keeps what it cannot say, whatever is changed around it', () => {
    fc.assert(
      fc.property(anyForm, fc.nat(), (form, seed) => {
        // given
        const fields = fieldsOf(form);
        const field = fields[seed % fields.length] as (typeof fields)[number];
        const parts = JSON.stringify(advancedParts(form));

        // when
        const changed = setVariable(
          moveField(setRequired(form, field, !field.required), field.name, seed % 3),
          field.name,
          !form.variables.includes(field.name),
        );

        // then
        expect(JSON.stringify(advancedParts(changed))).to.equal(parts);
        expect(changed.texts).to.deep.equal(form.texts);
      }),
    );
  });

  it('knows every field of the project but those that are written in a way of their own', () => {
    const advanced = keys.flatMap((key) =>
      fieldsOf(formOf(key))
        .filter(({ kind }) => kind === 'advanced')
        .map(({ name }) => `${key} ${name}`),
    );
    expect(advanced).to.deep.equal([]);
  });

  it('takes the texts of a removed field away, and no text that another part still asks for', () => {
    // given
    const form = formOf('road-defect/check-danger');
    const shared = fieldsOf(form).filter(({ name }) => name === 'note');
    expect(shared).to.have.lengthOf(2);

    // when
    const once = removeField(form, shared[0] as never);
    const twice = removeField(once, fieldOf(once, 'note'));

    // then
    expect(once.texts.fa).to.have.property('note');
    expect(twice.texts.fa).not.to.have.property('note');
    expect(twice.uiSchema).not.to.have.property('note');
    expect(missingTexts(twice)).to.deep.equal([]);
  });

  it('says what is wrong with a text that is no form', () => {
    expect(readForm('{')).to.include({ problem: 'json' });
    expect(readForm('{"title":"%t"}')).to.deep.equal({ problem: 'shape', detail: 'schema' });
    expect(readForm('[]')).to.deep.equal({ problem: 'shape', detail: 'title' });
  });
});

function rulesBroken({ schema }: Form, data: unknown): string[] {
  const ajv = new Ajv({ strict: true, allErrors: true });
  formats.default(ajv);
  ajv.validate(schema, data);
  return (ajv.errors ?? [])
    .map(({ keyword, instancePath, params }) => [keyword, instancePath, JSON.stringify(params)].join(' '))
    .filter((error) => !error.startsWith('if '));
}
