import { expect } from 'chai';
import { describe, it } from 'mocha';
import { settingsFrom } from '#engine/settings.ts';

const ENOUGH = {
  ZEEBE_PORT: '26500',
  ZEEBE_REST_PORT: '8080',
  ZEEBE_MANAGEMENT_PORT: '9600',
  ENGINE_DATABASE_URL: 'postgres://127.0.0.1/shahrah',
};

describe('the settings of the embedded engine', () => {
  it('need little', () => {
    // when
    const settings = settingsFrom(ENOUGH);

    // then
    expect(settings).to.include({ host: '127.0.0.1', port: 26500, partitions: 1, controlledClock: false });
    expect(settings.cacheBytes).to.equal(128 * 1024 * 1024);
    expect(settings.records).to.equal(undefined);
  });

  it('take an empty variable for one that is not set, as compose files give it', () => {
    // when
    const settings = settingsFrom({ ...ENOUGH, ZEEBE_PARTITIONS: '', ENGINE_CACHE_MB: '', ENGINE_HOST: '' });

    // then
    expect(settings).to.deep.equal(settingsFrom(ENOUGH));
  });

  for (const [name, value] of [
    ['ZEEBE_PORT', ''],
    ['ZEEBE_REST_PORT', 'x'],
    ['ZEEBE_PARTITIONS', '0'],
    ['ZEEBE_PARTITIONS', '2.5'],
    ['ZEEBE_PARTITIONS', '4096'],
    ['ENGINE_CACHE_MB', 'much'],
    ['ENGINE_DATABASE_URL', ''],
  ] as const)
    it(`name ${name} when it is '${value}'`, () => {
      // then
      expect(() => settingsFrom({ ...ENOUGH, [name]: value })).to.throw(name);
    });

  it('need a password where records go', () => {
    // then
    expect(() => settingsFrom({ ...ENOUGH, ENGINE_RECORDS_PORT: '3001' })).to.throw(
      'ENGINE_RECORDS_PASSWORD',
    );
  });
});
