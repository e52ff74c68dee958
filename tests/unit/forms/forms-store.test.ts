import { expect } from 'chai';
import { describe, it } from 'mocha';
import { loadForms } from '#api/modules/forms/index.ts';
import { readText } from '#tests/support/diagrams/project-files.ts';

describe('the data of a form', () => {
  it('that takes long to check is refused soon', async () => {
    // given
    const form = JSON.parse(readText('forms/road-defect/inspect.json')) as { schema: object };
    form.schema = { type: 'object', properties: { list: { type: 'array', uniqueItems: true } } };
    const content = JSON.stringify(form);
    const forms = await loadForms({ deployed: async () => [{ key: 'slow', sha256: 'x', content }] });
    const list = Array.from({ length: 40_000 }, (_, n) => ({ n }));

    // when
    const began = performance.now();
    const errors = forms.check('slow', { list }, '/answers');
    const took = performance.now() - began;

    // then
    expect(errors.map(({ path, rule }) => [path, rule])).to.deep.equal([['/answers', 'time']]);
    expect(took).to.be.below(900);
  });
});
