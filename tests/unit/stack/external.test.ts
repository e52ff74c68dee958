import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ConfigInvalid, readRolePasswords } from '#api/config.ts';
import { externalFrom } from '#stack/external.ts';
import { StackProblem } from '#stack/stack-problem.ts';
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

const DATABASE_URL = 'postgres://shahrah:secret@db.example/shahrah';
const ENGINE_DATABASE_URL = 'postgres://shahrah_engine:secret@db.example/shahrah';

describe('a database of somebody else', () => {
  it('is where the engine signs in as its own role, or as the api does when it has none', () => {
    // when
    const withRole = externalFrom({ DATABASE_URL, ENGINE_DATABASE_URL });
    const without = externalFrom({ DATABASE_URL });

    // then
    expect(withRole.engineDatabaseUrl).to.equal(ENGINE_DATABASE_URL);
    expect(without.engineDatabaseUrl).to.equal(DATABASE_URL);
    expect(externalFrom({}).engineDatabaseUrl).to.equal(undefined);
  });

  it('is not the engine’s alone', () => {
    // then
    expect(() => externalFrom({ ENGINE_DATABASE_URL })).to.throw(StackProblem, /^DATABASE_URL is missing/);
  });

  it('has roles made when both have passwords', () => {
    // given
    const both = { API_DATABASE_PASSWORD: 'one', ENGINE_DATABASE_PASSWORD: 'two' };

    // then
    expect(readRolePasswords(both)).to.deep.equal({ api: 'one', engine: 'two' });
    expect(readRolePasswords({})).to.equal(undefined);
    expect(() => readRolePasswords({ API_DATABASE_PASSWORD: 'one' })).to.throw(
      ConfigInvalid,
      /^ENGINE_DATABASE_PASSWORD is missing/,
    );
  });
});
