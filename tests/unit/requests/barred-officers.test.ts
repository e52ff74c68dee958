import { expect } from 'chai';
import { describe, it } from 'mocha';
import { appendAnsweringOfficer, barredOfficers } from '#api/modules/requests/rights/barred-officers.ts';

const answeredBy = ['ali', 'sara'];

describe('who may not work on a request', () => {
  it('is nobody before the citizen has asked for another look', () => {
    expect(barredOfficers({ answeredBy, reopenings: 0, appealState: 'none' })).to.deep.equal([]);
  });

  it('is who answered last, once it is reopened', () => {
    expect(barredOfficers({ answeredBy, reopenings: 1, appealState: 'none' })).to.deep.equal(['sara']);
  });

  it('is everybody who ever answered, in an appeal and in the work that it brings back', () => {
    for (const appealState of ['pending', 'upheld'] as const)
      expect(barredOfficers({ answeredBy, reopenings: 0, appealState }), appealState).to.deep.equal(
        answeredBy,
      );
  });

  it('keeps who answers again at the end, once', () => {
    expect(appendAnsweringOfficer(answeredBy, 'ali')).to.deep.equal(['sara', 'ali']);
    expect(appendAnsweringOfficer([], 'ali')).to.deep.equal(['ali']);
  });
});
