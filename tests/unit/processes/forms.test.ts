import { retrieveSchema, type RJSFSchema } from '@rjsf/utils';
import validator from '@rjsf/validator-ajv8';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Form, LOCALES, localizeForm, OUTCOMES } from '#common/contract/index.ts';
import { forms } from '#tests/support/diagrams/project-files.ts';

const keysIn = (value: unknown): string[] => {
  if (typeof value === 'string') return value.startsWith('%') ? [value.slice(1)] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(keysIn);
};

const HUMAN_TEXT = /^(title|description|enumNames|ui:(help|placeholder|title|description))$/;

/** Texts for people that are written into the schema instead of being looked up. */
const plainTextsIn = (value: unknown): string[] => {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    HUMAN_TEXT.test(key) && typeof inner === 'string' && !inner.startsWith('%')
      ? [inner]
      : plainTextsIn(inner),
  );
};

const fieldsOf = (schema: unknown): string[] => {
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([key, inner]) =>
    key === 'properties' ? Object.keys(inner as object) : fieldsOf(inner),
  );
};

const newAjv = (): Ajv => {
  const ajv = new Ajv({ strict: true, allErrors: true });
  formats.default(ajv);
  return ajv;
};

const formOf = (key: string): Form => {
  const form = forms.get(key);
  if (!form) throw new Error(`There is no form ${key}`);
  return form;
};

describe('forms', () => {
  for (const [key, form] of forms) {
    it(`${key}: is a form whose schema ajv takes in strict mode`, () => {
      expect([...TypeCompiler.Compile(Form).Errors(form)]).to.be.empty;
      expect(() => newAjv().compile(form.schema)).not.to.throw();
    });

    for (const locale of LOCALES)
      it(`${key}: has every text in "${locale}" and none too many`, () => {
        // when
        const used = new Set(keysIn([form.title, form.schema, form.uiSchema]));

        // then
        expect(Object.keys(form.texts[locale]).sort()).to.deep.equal([...used].sort());
        expect(Object.values(form.texts[locale]).filter((text) => text.trim() === '')).to.be.empty;
      });

    it(`${key}: writes no text for people into the schema`, () => {
      expect(plainTextsIn([form.schema, form.uiSchema])).to.be.empty;
    });

    it(`${key}: names only its own fields for the screen and the engine`, () => {
      // when
      const fields = new Set(fieldsOf(form.schema));
      const shown = Object.keys(form.uiSchema).filter((name) => !name.startsWith('ui:'));

      // then
      expect([...shown, ...form.variables].filter((name) => !fields.has(name))).to.be.empty;
    });
  }
});

describe('localizeForm', () => {
  it('replaces every key by the text of the language', () => {
    // given
    const form = formOf('citizen-request/handle');

    // when
    const localized = localizeForm(form, 'en');

    // then
    expect(localized.title).to.equal('Handle the request');
    expect(keysIn(localized)).to.be.empty;
    expect(localized.variables).to.deep.equal(['decision', 'transferTo']);
  });

  it('leaves the form as it was', () => {
    // given
    const form = formOf('citizen-request/triage');
    const before = structuredClone(form);

    // when
    localizeForm(form, 'fa');

    // then
    expect(form).to.deep.equal(before);
  });

  it('says which text is missing', () => {
    // given
    const form: Form = {
      title: '%title',
      schema: {},
      uiSchema: {},
      variables: [],
      texts: { fa: {}, en: { title: 'A form' } },
    };

    // then
    expect(() => localizeForm(form, 'fa')).to.throw('"%title" in "fa"');
  });
});

/** What stands under every property of this name, at any depth. */
const propertiesNamed = (name: string, schema: unknown): unknown[] => {
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([key, inner]) =>
    key === 'properties' && name in (inner as object)
      ? [(inner as Record<string, unknown>)[name], ...propertiesNamed(name, inner)]
      : propertiesNamed(name, inner),
  );
};

const constantsIn = (schema: unknown): unknown[] => {
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([key, inner]) => (key === 'const' ? [inner] : constantsIn(inner)));
};

/** The processes by which outdoor work is done; their answers say by what that can be seen. */
const FIELD_PROCESSES = ['citizen-request', 'road-defect'];

describe('every form that answers a citizen', () => {
  const answering = [...forms].filter(([, { schema }]) =>
    propertiesNamed('decision', schema).flatMap(constantsIn).includes('answer'),
  );

  for (const [key, { schema }] of answering) {
    it(`${key}: offers known outcomes, and asks for what they rest on`, () => {
      // when
      const outcomes = new Set(propertiesNamed('outcome', schema).flatMap(constantsIn));
      const fields = new Set(fieldsOf(schema));
      const rests: [outcome: string, field: string][] = [
        ['refused', 'legalBasis'],
        ['duplicate', 'duplicateOf'],
        ...(FIELD_PROCESSES.includes(String(key.split('/')[0]))
          ? ([['resolved', 'evidence']] as [string, string][])
          : []),
      ];

      // then
      expect([...outcomes].filter((outcome) => !OUTCOMES.includes(outcome as never))).to.deep.equal([]);
      expect(outcomes, 'only the citizen withdraws').not.to.include('withdrawn');
      expect(fields, 'an outcome needs a text').to.include('text');
      for (const [outcome, field] of rests)
        if (outcomes.has(outcome)) expect(fields, outcome).to.include(field);
    });
  }
});

describe('citizen-request/handle', () => {
  const { schema } = formOf('citizen-request/handle');
  const accepts = newAjv().compile(schema);

  const asked = (data: Record<string, unknown>): string[] =>
    Object.keys(retrieveSchema(validator, schema as RJSFSchema, schema as RJSFSchema, data).properties ?? {});

  it('asks only for what the decision needs', () => {
    expect(asked({})).to.deep.equal(['decision']);
    expect(asked({ decision: 'answer' })).to.have.members(['decision', 'outcome', 'text']);
    expect(asked({ decision: 'answer', outcome: 'refused' })).to.include('legalBasis');
    expect(asked({ decision: 'answer', outcome: 'duplicate' })).to.include('duplicateOf');
    expect(asked({ decision: 'answer', outcome: 'resolved' })).to.include('evidence');
    expect(asked({ decision: 'ask-citizen' })).to.have.members(['decision', 'question']);
    expect(asked({ decision: 'transfer' })).to.have.members(['decision', 'transferTo', 'reason']);
  });

  it('takes a complete decision', () => {
    const rests: Record<string, object> = {
      refused: { legalBasis: 'Road Act, article 17' },
      duplicate: { duplicateOf: '123456789012' },
    };
    for (const outcome of OUTCOMES.filter((one) => one !== 'withdrawn'))
      expect(accepts({ decision: 'answer', outcome, text: 'Done.', ...rests[outcome] })).to.equal(true);
    expect(accepts({ decision: 'ask-citizen', question: 'Where?' })).to.equal(true);
    expect(accepts({ decision: 'transfer', transferTo: 'rmto-qom', reason: 'Theirs.' })).to.equal(true);
  });

  it('refuses what is missing, unknown or of another decision', () => {
    const wrong: object[] = [
      {},
      { decision: 'close' },
      { decision: 'answer', text: 'Done.' },
      { decision: 'answer', outcome: 'resolved', text: '' },
      { decision: 'answer', outcome: 'fine', text: 'Done.' },
      { decision: 'answer', outcome: 'refused', text: 'No.' },
      { decision: 'answer', outcome: 'duplicate', text: 'See the other one.' },
      { decision: 'answer', outcome: 'withdrawn', text: 'They called.' },
      { decision: 'answer', outcome: 'resolved', text: 'Done.', transferTo: 'rmto' },
      { decision: 'ask-citizen' },
      { decision: 'ask-citizen', question: 'Where?', other: 1 },
      { decision: 'transfer', transferTo: 'rmto' },
      { decision: 'transfer', transferTo: 'Not a slug', reason: 'Theirs.' },
    ];
    for (const data of wrong) expect(accepts(data), JSON.stringify(data)).to.equal(false);
  });
});
