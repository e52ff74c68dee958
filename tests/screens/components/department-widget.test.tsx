import '#tests/support/screens/dom.ts';
import { screen } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { useState } from 'react';
import type { Locale } from '#common/contract/common.ts';
import type { Form } from '#common/contract/forms.ts';
import { DEPARTMENTS } from '#tests/support/screens/desk.ts';
import { render } from '#tests/support/screens/render.tsx';
import { StoredForm } from '#ui/form/stored-form.tsx';

const FORM: Form = {
  title: '%title',
  schema: {
    type: 'object',
    required: ['department'],
    properties: { department: { type: 'string', title: '%department' } },
    additionalProperties: false,
  },
  uiSchema: { department: { 'ui:widget': 'department' } },
  variables: ['department'],
  texts: {
    fa: { title: 'انتقال', department: 'واحد' },
    en: { title: 'Transfer', department: 'Department' },
  },
};

async function choosing(first: Record<string, unknown> = {}, locale: Locale = 'en') {
  const sent: unknown[] = [];
  const changes: unknown[] = [];
  const Filling = () => {
    const [data, setData] = useState(first);
    return (
      <>
        <StoredForm
          id="form"
          form={FORM}
          data={data}
          departments={DEPARTMENTS}
          onReady={() => undefined}
          onChange={(next) => {
            changes.push(next);
            setData(next);
          }}
          onSubmit={(filled) => sent.push(filled)}
        />
        <button type="submit" form="form">
          send
        </button>
      </>
    );
  };
  const page = render(<Filling />, { locale });
  const field = await screen.findByRole('combobox', { name: locale === 'en' ? /^Department/ : /^واحد/ });
  return { sent, changes, field, ...page };
}

describe('the choice of a department', () => {
  it('finds departments by a part of their name, and sends the slug', async () => {
    // given
    const { user, field, sent } = await choosing();
    // when
    await user.type(field, 'qom');
    // then
    const options = screen.getAllByRole('option').map(({ textContent }) => textContent);
    expect(options).to.deep.equal(['Qom road office']);
    // when
    await user.click(screen.getByRole('option'));
    await user.click(screen.getByRole('button', { name: 'send' }));
    // then
    expect(sent).to.deep.equal([{ department: 'roads-qom' }]);
  });

  it('shows the chosen one by its name in the language of the screen', async () => {
    // when
    const { field } = await choosing({ department: 'roads-tehran' }, 'fa');
    // then
    expect(field).to.have.property('value', 'اداره راه تهران');
  });

  it('can be emptied, and then is marked as missing', async () => {
    // given
    const { user, field, sent, changes } = await choosing({ department: 'roads-tehran' });
    // when
    await user.clear(field);
    await user.click(screen.getByRole('button', { name: 'send' }));
    // then
    expect(changes.at(-1)).to.deep.equal({});
    expect(sent).to.deep.equal([]);
    expect(field.getAttribute('aria-invalid')).to.equal('true');
    expect(screen.getByText('Please fill this in.')).to.exist;
  });

  it('shows nothing for a department that is gone', async () => {
    // when
    const { field } = await choosing({ department: 'roads-of-old' });
    // then
    expect(field).to.have.property('value', '');
  });
});
