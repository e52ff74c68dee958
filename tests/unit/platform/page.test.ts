import { expect } from 'chai';
import { describe, it } from 'mocha';
import { page } from '#api/platform/page.ts';

const ROWS = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

const pageOf = (count: number) =>
  page(
    ROWS.slice(0, count),
    2,
    ({ id }) => id.toUpperCase(),
    ({ id }) => `after ${id}`,
  );

describe('a page', () => {
  it('shows as many rows as asked for, and where the next page begins, when there is one row more', () => {
    expect(pageOf(3)).to.deep.equal({ items: ['A', 'B'], next: 'after b' });
  });

  it('is the last one when there is no row more', () => {
    expect(pageOf(2)).to.deep.equal({ items: ['A', 'B'], next: null });
  });

  it('may be empty', () => {
    expect(pageOf(0)).to.deep.equal({ items: [], next: null });
  });
});
