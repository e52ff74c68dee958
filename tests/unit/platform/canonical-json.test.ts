import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { entryHash, GENESIS } from '#api/modules/audit/hash-chain.ts';
import { canonicalJson } from '#api/platform/canonical-json.ts';

/** Returns the value with the members of every object inserted in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

describe('canonical JSON', () => {
  it('does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).to.equal(canonicalJson(value));
      }),
    );
  });

  it('is the JSON of the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).to.deep.equal(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('sorts by code units and keeps the order of lists', () => {
    expect(canonicalJson({ b: 1, a: [2, { z: null, Z: 'ی' }], '10': 0, '9': 0 })).to.equal(
      '{"10":0,"9":0,"a":[2,{"Z":"ی","z":null}],"b":1}',
    );
  });

  it('treats dates and missing values as JSON does', () => {
    expect(canonicalJson({ at: new Date(0), none: undefined, list: [undefined, 1] })).to.equal(
      '{"at":"1970-01-01T00:00:00.000Z","list":[null,1]}',
    );
  });

  it('keeps the hash of an audit entry as databases hold it', () => {
    // given
    const entry = {
      seq: '7',
      at: '2026-11-29T08:30:00.000Z',
      actor: 'admin',
      action: 'batch-operation.created',
      objectKind: 'batch-operation',
      objectId: '12',
      reason: null,
      details: { kind: 'cancel', count: 2, keys: ['2', '1'], filter: { state: 'active', age: null } },
      result: 'done',
      httpRequestId: 'a-1',
      remoteAddress: '127.0.0.1',
    };

    // when
    const hash = entryHash(entry, GENESIS);

    // then
    expect(hash).to.equal('8e3ab4e99a0c4abdfa84f69913d1ff732f3270fce92c15d83e510c07dbaef968');
  });
});
