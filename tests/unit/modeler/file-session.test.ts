import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { ProblemError } from '#ui/api/problem-error.ts';
import { DraftFile } from './draft-file.ts';

const QUIET_MS = 1_200;
const AGAIN_MS = 5_000;

async function pass(ms: number): Promise<void> {
  mock.timers.tick(ms);
  await turn();
}

describe('the session of a file', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('saves after a pause in typing, not with every key', async () => {
    // given
    const file = new DraftFile('a');
    const session = await file.open();
    // when
    session.edit('ab');
    await pass(QUIET_MS - 1);
    session.edit('abc');
    await pass(QUIET_MS - 1);
    // then
    expect(file.sent).to.deep.equal([]);
    expect(session.state().status).to.equal('unsaved');
    // when
    await pass(1);
    // then
    expect(file.sent).to.deep.equal([{ content: 'abc', expectedVersion: 1 }]);
    expect(session.state()).to.include({ status: 'saved', content: 'abc', version: 2 });
    expect(file.told).to.equal(1);
  });

  it('sends nothing when the text is what it was', async () => {
    // given
    const file = new DraftFile('a');
    const session = await file.open();
    // when
    session.edit('a');
    await pass(QUIET_MS);
    await session.flush();
    // then
    expect(file.sent).to.deep.equal([]);
    expect(session.state().status).to.equal('saved');
  });

  it('keeps what is typed during a save, and saves it on top of that', async () => {
    // given
    const file = new DraftFile('a');
    const session = await file.open();
    file.holdsSaves = true;
    session.edit('ab');
    await pass(QUIET_MS);
    expect(session.state().status).to.equal('saving');
    // when
    session.edit('abc');
    await file.answerSaves();
    // then
    expect(session.state()).to.include({ status: 'unsaved', content: 'abc', version: 2 });
    expect(file.backup).to.deep.equal({ content: 'abc', version: 2 });
    // when
    await pass(QUIET_MS);
    await file.answerSaves();
    // then
    expect(file.stored.content).to.equal('abc');
    expect(session.state()).to.include({ status: 'saved', version: 3 });
  });

  it('saves one after the other, however often it is asked meanwhile', async () => {
    // given
    const file = new DraftFile('a');
    const session = await file.open();
    file.holdsSaves = true;
    session.edit('ab');
    await pass(QUIET_MS);
    session.edit('abc');
    // when
    const flushes = [session.flush(), session.flush()];
    await file.answerSaves();
    await file.answerSaves();
    await Promise.all(flushes);
    // then
    expect(file.mostSavesAtOnce).to.equal(1);
    expect(file.sent.map(({ content }) => content)).to.deep.equal(['ab', 'abc']);
    expect(session.state()).to.include({ status: 'saved', content: 'abc', version: 3 });
  });

  it('keeps every change in the browser until the server has it', async () => {
    // given
    const file = new DraftFile('a');
    const session = await file.open();
    // when
    session.edit('ab');
    await turn();
    // then
    expect(file.backup).to.deep.equal({ content: 'ab', version: 1 });
    // when
    await pass(QUIET_MS);
    // then
    expect(file.backup).to.equal(undefined);
  });

  it('loses nothing when the page closes before the pause is over', async () => {
    // given
    const file = new DraftFile('a');
    const closed = await file.open();
    closed.edit('ab');
    await turn();
    // when
    const session = await file.open();
    // then
    expect(session.state()).to.include({ status: 'unsaved', content: 'ab', restored: true });
    // when
    await pass(0);
    // then
    expect(file.stored.content).to.equal('ab');
    expect(session.state()).to.include({ status: 'saved', restored: true });
    // when
    session.dismissRestored();
    // then
    expect(session.state().restored).to.equal(false);
  });

  it('saves at once when the user leaves', async () => {
    // given
    const file = new DraftFile('a');
    const session = await file.open();
    session.edit('ab');
    // when
    await session.flush();
    await pass(QUIET_MS);
    // then
    expect(file.sent).to.deep.equal([{ content: 'ab', expectedVersion: 1 }]);
  });

  it('goes on trying while it is offline, and keeps what is typed then', async () => {
    // given
    const file = new DraftFile('a');
    const session = await file.open();
    file.online = false;
    session.edit('ab');
    await pass(QUIET_MS);
    expect(session.state()).to.include({ status: 'offline', content: 'ab' });
    expect(file.backup).to.deep.equal({ content: 'ab', version: 1 });
    await pass(AGAIN_MS);
    expect(file.sent).to.have.length(2);
    // when
    file.online = true;
    await pass(AGAIN_MS);
    // then
    expect(file.stored.content).to.equal('ab');
    expect(session.state()).to.include({ status: 'saved', version: 2 });
  });

  it('saves what was typed while it was offline', async () => {
    // given
    const file = new DraftFile('a');
    const session = await file.open();
    file.online = false;
    session.edit('ab');
    await pass(QUIET_MS);
    // when
    session.edit('abc');
    file.online = true;
    await pass(QUIET_MS);
    // then
    expect(file.stored).to.include({ content: 'abc', version: 2 });
    expect(session.state().status).to.equal('saved');
  });

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

  it('says why a text is refused, and tries again after the next change', async () => {
    // given
    const file = new DraftFile('a');
    const session = await file.open();
    file.refusal = new ProblemError('too-large', 413);
    session.edit('far too long');
    // when
    await pass(QUIET_MS);
    // then
    expect(session.state()).to.include({ status: 'refused', error: file.refusal });
    expect(file.backup).to.include({ content: 'far too long' });
    // when
    await pass(AGAIN_MS);
    // then
    expect(file.sent).to.have.length(1);
    // when
    file.refusal = undefined;
    session.edit('short');
    await pass(QUIET_MS);
    // then
    expect(file.stored.content).to.equal('short');
    expect(session.state()).to.include({ status: 'saved', error: null });
  });

  it('loads what a colleague saved, unless something is unsaved here', async () => {
    // given
    const file = new DraftFile('a');
    const session = await file.open();
    file.changeElsewhere('b');
    // when
    await session.refresh();
    // then
    expect(session.state()).to.include({ content: 'b', version: 2 });
    // when
    session.edit('mine');
    file.changeElsewhere('c');
    await session.refresh();
    // then
    expect(session.state()).to.include({ content: 'mine', version: 2 });
  });

  it('says when the browser stores nothing, and saves all the same', async () => {
    // given
    const file = new DraftFile('a');
    file.backupWorks = false;
    const session = await file.open();
    expect(session.state().withoutBackup).to.equal(true);
    // when
    session.edit('ab');
    await pass(QUIET_MS);
    // then
    expect(file.stored.content).to.equal('ab');
    // when
    file.backupWorks = true;
    session.edit('abc');
    await turn();
    // then
    expect(session.state().withoutBackup).to.equal(false);
  });

  it('tells its listeners of every change until they leave', async () => {
    // given
    const session = await new DraftFile('a').open();
    const seen: string[] = [];
    const leave = session.subscribe(() => seen.push(session.state().status));
    // when
    session.edit('ab');
    await pass(QUIET_MS);
    leave();
    session.edit('abc');
    // then
    expect(seen).to.deep.equal(['unsaved', 'saving', 'saved']);
  });
});
