import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readOptions, SECTIONS } from '#tests/bench/options.ts';

describe('the options of the bench', () => {
  it('measure everything when nothing is said', () => {
    // when
    const { sections, quick } = readOptions([]);

    // then
    expect(sections).to.deep.equal(SECTIONS);
    expect(quick).to.equal(false);
  });

  it('know the engine as a whole and by its parts', () => {
    // when
    const whole = readOptions(['--only', 'engine']).sections;
    const parts = readOptions(['--only', 'engine-wal,engine-small', '--only', 'relay']).sections;

    // then
    expect(whole).to.deep.equal(SECTIONS.filter((name) => name.startsWith('engine-')));
    expect(parts).to.deep.equal(['relay', 'engine-small', 'engine-wal']);
  });

  it('refuse a section that is not there, and name those that are', () => {
    // when
    const attempt = () => readOptions(['--only', 'inta']);

    // then
    expect(attempt).to.throw(TypeError, /--only inta is not known: name some of intake, relay/);
  });

  it('are smaller when it must be quick', () => {
    // given
    const [full, quick] = [readOptions([]), readOptions(['--quick'])];

    // then
    expect(quick.engine.small.seconds).to.be.below(full.engine.small.seconds);
    expect(quick.quick).to.equal(true);
  });
});
