import { expect } from 'chai';
import { describe, it } from 'mocha';
import { sampleForm } from '#api/modules/test-runs/data/sample-form.ts';
import { EXAMPLE_ANSWERS } from '#api/workers/example-answers.ts';
import { forms, workerTypes } from '#tests/support/diagrams/project-files.ts';

const GIVEN = { department: 'rmto', now: new Date('2026-11-23T08:00:00Z') };

describe('example data of test runs', () => {
  for (const [key, form] of forms)
    it(`fills the form ${key}, again and again`, () => {
      // when
      const filled = [0, 1, 2, 3].map((turn) => sampleForm(form, { turn, ...GIVEN }));

      // then
      expect(filled).not.to.include(undefined);
    });

  it('answers a task that comes back another way', () => {
    // given
    const form = forms.get('road-defect/check-danger');

    // when
    const decisions = [0, 1].map((turn) => form && sampleForm(form, { turn, ...GIVEN })?.['decision']);

    // then
    expect(decisions).to.deep.equal(['emergency', 'inspect']);
  });

  const string = { type: 'string' };
  for (const [what, field] of Object.entries({
    'very many values': { type: 'array', minItems: 2_000_000_000, items: string },
    'lists of lists of lists': {
      type: 'array',
      minItems: 400,
      items: { type: 'array', minItems: 400, items: { type: 'array', minItems: 400, items: string } },
    },
    'a very long text': { type: 'string', minLength: 400_000_000 },
    'a long text many times': { type: 'array', minItems: 400, items: { const: 'x'.repeat(10_000) } },
  }))
    it(`makes up nothing, and at once, for a form that asks for ${what}`, () => {
      // given
      const schema = { type: 'object', required: ['field'], properties: { field } };
      const began = performance.now();

      // when
      const filled = sampleForm({ schema, uiSchema: {} }, { turn: 0, ...GIVEN });

      // then
      expect(filled).to.equal(undefined);
      expect(performance.now() - began).to.be.lessThan(500);
    });

  it('answers only for work that a worker does', () => {
    expect(workerTypes()).to.include.members(Object.keys(EXAMPLE_ANSWERS));
  });
});
