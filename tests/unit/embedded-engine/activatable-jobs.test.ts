import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createActivatableJobs } from '#engine/store/activatable-jobs.ts';

const NONE = new Map();
const activation = (type: string) => ({ type, worker: 'w', max: 5, timeoutMs: 1, fetch: [] });
const offered = (type: string, order: number | undefined) =>
  new Map([['1', { type, order, dueAt: undefined }]]);

describe('where the jobs stand that workers may have', () => {
  it('is unknown of a type that nobody has asked for', () => {
    expect(createActivatableJobs().firstPlace('work')).to.equal(0);
  });

  it('is not before the first one that was found, so that what went before is not read again', () => {
    const standing = createActivatableJobs();
    standing.found('work', 700);
    standing.changed(offered('work', 900), []);
    expect(standing.firstPlace('work')).to.equal(700);
  });

  it('is nowhere once somebody got fewer than asked for, until one comes up', () => {
    // given
    const standing = createActivatableJobs();
    standing.found('work', 700);
    // when, then
    standing.changed(offered('work', 900), [activation('work')]);
    expect(standing.firstPlace('work')).to.equal(Infinity);
    standing.changed(offered('other', 950), []);
    expect(standing.firstPlace('work')).to.equal(Infinity);
    standing.changed(offered('work', 1_200), []);
    expect(standing.firstPlace('work')).to.equal(1_200);
  });

  it('does not change with a job that is not to be had now, and when nothing was found', () => {
    const standing = createActivatableJobs();
    standing.changed(NONE, [activation('work')]);
    standing.changed(offered('work', undefined), []);
    standing.found('work', undefined);
    expect(standing.firstPlace('work')).to.equal(Infinity);
  });
});
