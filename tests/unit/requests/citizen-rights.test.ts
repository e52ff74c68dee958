import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  type CitizenRights,
  citizenRights,
  type CitizenRightsInput,
} from '#api/modules/requests/rights/citizen-rights.ts';
import { REQUEST_STATUSES } from '#common/contract/index.ts';

const RULES = { replyWithin: 'P10D', reopenWithin: 'P15D', maxReopenings: 2, appealWithin: 'P30D' };
const DAY_MS = 86_400_000;
const THEN = new Date('2027-03-01T06:00:00Z');

const after = (days: number, ms = 0): Date => new Date(THEN.getTime() + days * DAY_MS + ms);

const standing = (given: Partial<CitizenRightsInput>): CitizenRightsInput => ({
  status: 'in-progress',
  reopenings: 0,
  appealState: 'none',
  answeredAt: null,
  closedAt: null,
  finalAt: null,
  askedAt: null,
  hasFeedback: false,
  ...given,
});

const rights = (given: Partial<CitizenRightsInput>, now = after(1)): CitizenRights =>
  citizenRights(standing(given), RULES, now);

const ANSWERED = { status: 'answered', answeredAt: THEN } as const;
const CLOSED = { status: 'closed', answeredAt: THEN, closedAt: THEN } as const;

describe("a citizen's rights", () => {
  it('let reopen until the very end of the window after the answer, and not at its end', () => {
    expect(rights(ANSWERED, after(15, -1))).to.include({ canReopen: true, canConfirm: true });
    expect(rights(ANSWERED, after(15))).to.include({ canReopen: false, canConfirm: false });
    expect(rights(ANSWERED).reopenUntil).to.deep.equal(after(15));
  });

  it('let reopen as often as the rules say, and judge after that too', () => {
    const left = [0, 1, 2, 3].map((reopenings) => {
      const { canReopen, canConfirm, reopeningsLeft } = rights({ ...ANSWERED, reopenings });
      return [canReopen, canConfirm, reopeningsLeft];
    });
    expect(left).to.deep.equal([
      [true, true, 2],
      [true, true, 1],
      [false, true, 0],
      [false, true, 0],
    ]);
  });

  it('let judge an answer once', () => {
    expect(rights({ ...ANSWERED, hasFeedback: true })).to.include({ canReopen: false, canConfirm: false });
  });

  it('let appeal once, within its time after the close, and not when the case is final', () => {
    expect(rights(CLOSED, after(30, -1)).canAppeal).to.equal(true);
    expect(rights(CLOSED, after(30)).canAppeal).to.equal(false);
    expect(rights(CLOSED).appealUntil).to.deep.equal(after(30));
    for (const appealState of ['pending', 'upheld', 'rejected'] as const)
      expect(rights({ ...CLOSED, appealState }).canAppeal, appealState).to.equal(false);
    expect(rights({ ...CLOSED, finalAt: THEN }).canAppeal).to.equal(false);
    expect(rights(ANSWERED).canAppeal).to.equal(false);
  });

  it('let withdraw in every wait, and never after the answer', () => {
    const withdrawable = REQUEST_STATUSES.filter((status) => rights({ status }).canWithdraw);
    expect(withdrawable).to.have.members([
      'received',
      'in-progress',
      'waiting-citizen',
      'waiting-body',
      'transferred',
    ]);
  });

  it('offer a new request exactly when nothing more can be done with this one', () => {
    expect(rights({ status: 'withdrawn' }).canFollowUp).to.equal(true);
    expect(rights(ANSWERED, after(16)).canFollowUp).to.equal(true);
    expect(rights(CLOSED, after(31)).canFollowUp).to.equal(true);
    expect(rights({ ...CLOSED, appealState: 'pending' }, after(31)).canFollowUp).to.equal(false);
    for (const status of ['received', 'in-progress', 'waiting-citizen', 'transferred'] as const)
      expect(rights({ status }).canFollowUp, status).to.equal(false);
    for (const open of [ANSWERED, CLOSED]) expect(rights(open).canFollowUp).to.equal(false);
  });

  it('let reply while a question waits, and say until when that is expected', () => {
    expect(rights({ status: 'waiting-citizen', askedAt: THEN })).to.deep.include({
      canReply: true,
      replyUntil: after(10),
    });
    expect(rights({ status: 'waiting-citizen' }).canReply).to.equal(false);
    expect(rights({ status: 'in-progress', askedAt: THEN }).canReply).to.equal(false);
  });
});
