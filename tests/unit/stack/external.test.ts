import { expect } from 'chai';
import { describe, it } from 'mocha';
import { externalFrom } from '../../../stack/external.ts';
import { problemOf } from './problem-of.ts';

const ZEEBE = {
  ZEEBE_ADDRESS: 'zeebe.example:26500',
  ZEEBE_REST_URL: 'http://zeebe.example:8080',
  ENGINE_RECORDS_PASSWORD: 'only for this test',
};

describe('the external components', () => {
  it('are none where no variable names one', () => {
    // when
    const external = externalFrom({ ZEEBE_ADDRESS: '', DATABASE_URL: '', PORT: '3000' });

    // then
    expect(Object.values(external).filter((one) => one !== undefined)).to.deep.equal([]);
  });

  it('have a Zeebe of one’s own in the place of the embedded engine where two addresses name it', () => {
    // when
    const { zeebe } = externalFrom(ZEEBE);

    // then
    expect(zeebe).to.deep.equal({ address: 'zeebe.example:26500', restUrl: 'http://zeebe.example:8080' });
  });

  for (const missing of Object.keys(ZEEBE)) {
    it(`refuse a Zeebe without ${missing}, by that name`, async () => {
      // when
      const sentence = await problemOf(() => externalFrom({ ...ZEEBE, [missing]: '' }));

      // then
      expect(sentence.startsWith(`${missing} is missing`), sentence).to.equal(true);
    });
  }
});
