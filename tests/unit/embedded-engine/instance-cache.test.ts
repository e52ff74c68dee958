import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createInstanceCache } from '#engine/store/instance-cache.ts';

const BYTES = 100;

/** A cache with documents of so many bytes each, under the keys from 1 on. */
function aCache({ maxBytes, documents }: { maxBytes: number; documents: number }) {
  const cache = createInstanceCache(new Map(), { maxBytes, onUnreadable: () => undefined });
  const keys = Array.from({ length: documents }, (_, at) => String(at + 1));
  const put = (key: string) => cache.put(key, { text: 'x'.repeat(BYTES), values: new Map() });
  keys.forEach(put);
  return { cache, put, kept: () => keys.filter((key) => cache.has(key)) };
}

describe('the process instances that the embedded engine keeps in memory', () => {
  it('take no more bytes than they may; those that were used last stay', () => {
    // given
    const { cache, put, kept } = aCache({ maxBytes: 5 * BYTES, documents: 20 });
    put('1');

    // when
    cache.trim();

    // then
    expect(kept()).to.deep.equal(['1', '17', '18', '19', '20']);
  });

  it('are none with no bytes, once no command runs', () => {
    // given
    const { cache, kept } = aCache({ maxBytes: 0, documents: 3 });
    expect(kept()).to.have.length(3);

    // when
    cache.trim();

    // then
    expect(kept()).to.deep.equal([]);
  });

  it('count with the values that lie beside their documents', () => {
    // given
    const { cache, kept } = aCache({ maxBytes: 5 * BYTES, documents: 3 });
    cache.put('3', { text: '{}', values: new Map([['9', { size: 10 * BYTES, value: 'long' }]]) });

    // when
    cache.trim();

    // then
    expect(kept()).to.deep.equal([]);
  });
});
