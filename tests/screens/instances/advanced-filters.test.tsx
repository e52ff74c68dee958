import '#tests/support/screens/dom.ts';
import { screen, waitFor } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { AdvancedFilters } from '#modeler-ui/instances/list/advanced-filters.tsx';
import { readInstanceFilter } from '#modeler-ui/instances/list/instance-filter.ts';
import { aDesk } from '#tests/support/screens/desk.ts';
import { render } from '#tests/support/screens/render.tsx';
import { queryKey } from '#ui/api/query-keys.ts';

async function filters(search = '', permissions = ['request:read']) {
  const searched: unknown[] = [];
  const filter = readInstanceFilter(new URLSearchParams(search));
  const page = render(<AdvancedFilters filter={filter} onSearch={(part) => searched.push(part)} />, {
    server: aDesk({ permissions }),
  });
  await waitFor(() => expect(page.queries.getQueryData(queryKey('getMe', {}))).to.exist);
  return { searched, ...page };
}
const field = (name: string) => screen.findByRole('textbox', { name });
const search = () => screen.getByRole('button', { name: 'Search' });

describe('the further filters of instances', () => {
  it('take keys and numbers in Persian digits', async () => {
    // given
    const { user, searched } = await filters();
    await user.type(await field('Instance key'), '۲۲۵ 17');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Kind of value' }), 'Number');
    await user.type(await field('Variable'), ' length ');
    // when
    await user.type(await field('Value'), '۱۲{Enter}');
    // then
    expect(searched).to.have.length(1);
    expect(searched[0]).to.include({ key: '22517', variable: 'length', value: '12', valueType: 'number' });
  });

  it('search for the truth value that is shown, also when nobody has touched it', async () => {
    // given
    const { user, searched } = await filters();
    await user.type(await field('Variable'), 'dangerous');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Kind of value' }), 'true or false');
    expect(screen.getByRole('combobox', { name: 'Value' })).to.have.property('value', 'true');
    // when
    await user.click(search());
    // then
    expect(searched[0]).to.include({ variable: 'dangerous', valueType: 'boolean', value: 'true' });
  });

  it('ask for no value of a variable that is empty', async () => {
    // given
    const { user, searched } = await filters('variable=crew&value=b');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Kind of value' }), 'Empty');
    expect(screen.queryByRole('textbox', { name: 'Value' })).to.equal(null);
    // when
    await user.click(search());
    // then
    expect(searched[0]).to.include({ variable: 'crew', valueType: 'null', value: '' });
  });

  it('offer no search for people to who may not read requests', async () => {
    // when
    await filters('', ['process:read']);
    // then
    expect(await field('Variable')).to.exist;
    expect(screen.queryByRole('textbox', { name: 'National id' })).to.equal(null);
    expect(screen.queryByRole('textbox', { name: 'Tracking code' })).to.equal(null);
  });
});
