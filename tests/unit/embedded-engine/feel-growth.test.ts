import { expect } from 'chai';
import { describe, it } from 'mocha';
import { valueOf } from '#engine/decisions/feel.ts';
import { aDiagram, end, multiInstance, serviceTask, start } from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const script = (expression: string): string =>
  `<bpmn:scriptTask id="Grow"><bpmn:extensionElements><zeebe:script expression="${expression}" resultVariable="x" /></bpmn:extensionElements></bpmn:scriptTask>`;

const NUMBERS = Array.from({ length: 400_000 }, (_, n) => n);

describe('expressions over what grows', () => {
  for (const [what, expression, x] of [
    ['a list of lists that doubles', '=[x, x]', 1],
    ['a list that lies ever deeper', '=[x]', 1],
    ['a text that doubles', '=x + x', 'text'],
    ['what takes long each time', '=[x[1] + 1, count(for i in 1..20000 return i)]', [1]],
  ] as const)
    it(`end ${what} in a loop with an incident, before others wait long`, async () => {
      // given
      const engine = await inMemoryEngine([
        aDiagram('growing', start() + script(expression), ['Start -> Grow', 'Grow -> Grow']),
      ]);
      const since = performance.now();

      // when
      engine.create('growing', { x });

      // then
      expect(engine.incidents()).to.deep.equal([['EXTRACT_VALUE_ERROR', 'Grow']]);
      expect(performance.now() - since).to.be.lessThan(6_000);
    });

  it('are ended when ordinary words take too long over a large variable', () => {
    // given
    const since = performance.now();

    // then
    expect(() => valueOf('=[x, x, x, x]', { x: NUMBERS }, 0)).to.throw('did not come to an end');
    expect(performance.now() - since).to.be.lessThan(2_000);
  });

  it('refuse a result that is far too long without writing it down', () => {
    // given
    const x = 'x'.repeat(3 * 1024 * 1024);
    const since = performance.now();

    // then
    expect(() => valueOf(`=[${Array(150).fill('x').join(', ')}]`, { x }, 0)).to.throw('longer than');
    expect(performance.now() - since).to.be.lessThan(700);
  });

  it('are not slower for a large variable that they do not read', () => {
    // given
    const since = performance.now();

    // when
    for (let n = 0; n < 200; n += 1) valueOf('=y + 1', { x: NUMBERS, y: n }, 0);

    // then
    expect(performance.now() - since).to.be.lessThan(2_000);
  });

  it('have their time anew with each command', async () => {
    // given
    const engine = await inMemoryEngine([
      aDiagram(
        'counting',
        start() +
          multiInstance(serviceTask('Work', 'work'), 'inputCollection="=for i in 1..n return i"') +
          end(),
        ['Start -> Work', 'Work -> End'],
      ),
    ]);
    const slow = await inMemoryEngine([
      aDiagram('growing', start() + script('=[x]'), ['Start -> Grow', 'Grow -> Grow']),
    ]);

    // when
    slow.create('growing', { x: 1 });
    engine.create('counting', { n: 50 });

    // then
    expect(slow.incidents()).to.have.length(1);
    expect(engine.incidents()).to.deep.equal([]);
    expect(engine.jobs('work')).to.have.length(50);
  });
});
