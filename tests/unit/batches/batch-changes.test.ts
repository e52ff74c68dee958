import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  BATCH_CHANGES,
  BATCH_STATES,
  type BatchChange,
  isBatchChangeLegal,
} from '#common/contract/batches.ts';

const changes = Object.keys(BATCH_CHANGES) as BatchChange[];
const legalIn = (reopens: boolean) =>
  Object.fromEntries(
    BATCH_STATES.map((state) => [
      state,
      changes.filter((change) => isBatchChangeLegal(change, state, reopens)),
    ]),
  );

describe('the changes of a batch', () => {
  it('are legal only where the life of a batch goes on', () => {
    expect(legalIn(false)).to.deep.equal({
      planned: ['start', 'discard'],
      running: ['stop', 'finish'],
      stopped: ['resume', 'discard'],
      finished: [],
      discarded: [],
    });
  });

  it('open a finished batch again only where its kind has something left to look at', () => {
    expect(legalIn(true)).to.deep.equal({ ...legalIn(false), finished: ['resume'] });
  });
});
