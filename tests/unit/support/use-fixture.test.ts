import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';

describe('a fixture of a suite', () => {
  const steps: string[] = [];

  describe('which has hooks of its own', () => {
    const aFixture = (name: string) => () => {
      steps.push(`make ${name}`);
      return { name };
    };
    const dispose = ({ name }: { name: string }) => steps.push(`dispose of ${name}`);
    const first = useFixture(aFixture('first'), dispose);
    before(() => steps.push(`fill ${first.name}`));
    const second = useFixture(async () => aFixture(`second with ${first.name}`)(), dispose);
    after(() => steps.push(`empty ${first.name}`));

    it('is there in its tests', () => {
      expect([first.name, second.name]).to.deep.equal(['first', 'second with first']);
    });
  });

  describe('after that suite', () => {
    it('was made in order and disposed of in reverse, after the own hooks', () => {
      expect(steps).to.deep.equal([
        'make first',
        'fill first',
        'make second with first',
        'empty first',
        'dispose of second with first',
        'dispose of first',
      ]);
    });
  });

  describe('that is read too early', () => {
    const fixture = useFixture(
      () => ({ name: 'late' }),
      () => undefined,
    );
    const read = () => fixture.name;
    const early = (() => {
      try {
        return read();
      } catch (error) {
        return String(error);
      }
    })();

    it('says so', () => {
      expect(early).to.equal('Error: "name" of a fixture is read before its hook has made it');
      expect(read()).to.equal('late');
    });
  });
});
