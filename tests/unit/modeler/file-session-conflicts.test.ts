import { mock } from 'node:test';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { AGAIN_MS, DraftFile, pass, QUIET_MS } from './draft-file.ts';

describe('the session of a file that a colleague changes too', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('shows both texts of a conflict, and sends nothing until it is decided', async () => {
    // given
    const file = new DraftFile('a');
    const session = await file.open();
    session.edit('mine');
    file.changeElsewhere('theirs');
    // when
    await pass(QUIET_MS);
    // then
    expect(session.state()).to.include({ status: 'conflict', content: 'mine' });
    expect(session.state().theirs).to.include({ content: 'theirs', version: 2, savedBy: 'reza' });
    // when
    session.edit('mine, longer');
    await pass(QUIET_MS);
    await session.flush();
    // then
    expect(file.sent).to.have.length(1);
    expect(session.state()).to.include({ status: 'conflict', content: 'mine, longer' });
    expect(file.backup).to.include({ content: 'mine, longer' });
  });

  it('saves the own text over that of the other where the user wants so', async () => {
    // given
    const file = new DraftFile('a');
    const session = await file.open();
    session.edit('mine');
    file.changeElsewhere('theirs');
    await pass(QUIET_MS);
    // when
    await session.resolve('mine');
    // then
    expect(file.stored).to.include({ content: 'mine', version: 3 });
    expect(session.state()).to.include({ status: 'saved', content: 'mine', version: 3, theirs: null });
    expect(file.backup).to.equal(undefined);
  });

  it('takes the text of the other where the user wants so', async () => {
    // given
    const file = new DraftFile('a');
    const session = await file.open();
    session.edit('mine');
    file.changeElsewhere('theirs');
    await pass(QUIET_MS);
    // when
    await session.resolve('theirs');
    await pass(QUIET_MS);
    // then
    expect(session.state()).to.include({ status: 'saved', content: 'theirs', version: 2, theirs: null });
    expect(file.backup).to.equal(undefined);
    expect(file.sent).to.have.length(1);
  });

  it('sees no conflict where both have written the same', async () => {
    // given
    const file = new DraftFile('a');
    const session = await file.open();
    session.edit('same');
    file.changeElsewhere('same');
    // when
    await pass(QUIET_MS);
    // then
    expect(session.state()).to.include({ status: 'saved', content: 'same', version: 2, theirs: null });
  });

  it('compares a backup with what somebody has saved since', async () => {
    // given
    const file = new DraftFile('a');
    file.backup = { content: 'mine', version: 1 };
    file.changeElsewhere('theirs');
    // when
    const session = await file.open();
    await pass(QUIET_MS);
    // then
    expect(session.state()).to.include({ status: 'conflict', content: 'mine', restored: true });
    expect(session.state().theirs).to.include({ content: 'theirs' });
    expect(file.sent).to.deep.equal([]);
  });

  it('tries again to learn the other text when the connection is lost at that moment', async () => {
    // given
    const file = new DraftFile('a');
    const session = await file.open();
    session.edit('mine');
    file.changeElsewhere('theirs');
    file.readable = false;
    // when
    await pass(QUIET_MS);
    // then
    expect(session.state()).to.include({ status: 'offline', content: 'mine' });
    // when
    file.readable = true;
    await pass(AGAIN_MS);
    // then
    expect(session.state().status).to.equal('conflict');
  });
});
