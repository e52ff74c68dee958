import { expect } from 'chai';
import { describe, it } from 'mocha';
import { canChangeStatus } from '#api/modules/requests/lifecycle/request-status.ts';
import { REQUEST_STATUSES } from '#common/contract/index.ts';

const reachable = (from: (typeof REQUEST_STATUSES)[number]): Set<string> => {
  const seen = new Set<string>([from]);
  const next = [from];
  for (let status = next.pop(); status; status = next.pop()) {
    for (const to of REQUEST_STATUSES) {
      if (!canChangeStatus(status, to) || seen.has(to)) continue;
      seen.add(to);
      next.push(to);
    }
  }
  return seen;
};

describe('the life of a request', () => {
  it('can reach every status from the first', () => {
    expect([...reachable('received')].sort()).to.deep.equal([...REQUEST_STATUSES].sort());
  });

  it('can be closed from every status that is not an end', () => {
    for (const status of REQUEST_STATUSES) {
      if (status !== 'withdrawn') expect(reachable(status), status).to.include('closed');
    }
  });

  it('is not closed before it is answered', () => {
    const before = REQUEST_STATUSES.filter((status) => status !== 'answered');
    for (const status of before) expect(canChangeStatus(status, 'closed'), status).to.equal(false);
  });

  it('can be withdrawn in every wait before the answer, and never after it', () => {
    const open = REQUEST_STATUSES.filter((status) => canChangeStatus(status, 'withdrawn'));
    expect(open).to.have.members([
      'received',
      'in-progress',
      'waiting-citizen',
      'waiting-body',
      'transferred',
    ]);
  });

  it('does not end by a transfer', () => {
    const next = REQUEST_STATUSES.filter((status) => canChangeStatus('transferred', status));
    expect(next).to.have.members(['in-progress', 'withdrawn']);
  });
});
