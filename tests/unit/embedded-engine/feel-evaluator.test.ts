import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { valueOf } from '#engine/decisions/feel.ts';
import { doubled } from '#tests/support/diagrams/hostile-files.ts';
import {
  aDiagram,
  end,
  input,
  multiInstance,
  serviceTask,
  start,
} from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

const nested = (times: number, around: (inner: string) => string): string =>
  Array.from({ length: times }).reduce<string>((inner) => around(inner), '"xxxxxxxxxxxxxxxx"');

/** Small texts whose values need more memory than there is. */
const BOMBS: Record<string, string> = {
  'a text that is doubled and used whole': doubled(24, (text) => `upper case(${text})`),
  'a text that is doubled and of which one letter is wanted': doubled(
    26,
    (text) => `substring(${text}, 1, 1)`,
  ),
  'many texts of which each is too long': doubled(
    23,
    (text) => `[${Array.from({ length: 16 }, (_, at) => `upper case("${at}" + ${text})`).join(', ')}]`,
  ),
  'a text that is replaced by longer ones': nested(9, (inner) => `replace(${inner}, ".", "xxxxxxxxxx")`),
  'a text that is put between itself': nested(26, (inner) => `string join(["","",""], ${inner})`),
  'lists of one list': `{ a0: [1,1], ${Array.from({ length: 30 }, (_, at) => `a${at + 1}: [a${at}, a${at}, a${at}]`).join(', ')}, r: string(a30) }.r`,
  'a text that is written in signs of escape': nested(60, (inner) => `string([${inner}, "\\""])`),
};

describe('expressions of the embedded engine that ask for memory', function () {
  this.timeout(120_000);

  before(() => void valueOf('={ a: 1 }', {}, 0));

  for (const [what, bomb] of Object.entries(BOMBS))
    it(`end without the engine: ${what}`, () => {
      // given
      const before = process.memoryUsage().rss;
      const since = performance.now();

      // when
      const outcome = () => valueOf(`=${bomb}`, {}, 0);

      // then
      expect(outcome).to.throw(/did not come to an end|needed more than|longer than|cannot be evaluated/);
      expect(process.memoryUsage().rss - before).to.be.lessThan(200 * 1024 ** 2);
      expect(performance.now() - since).to.be.lessThan(20_000);
      expect(valueOf('={ a: [1, 2] }.a[item > 1]', {}, 0)).to.deep.equal([2]);
    });

  it('give what they gave before where they are evaluated apart', () => {
    // given
    const variables = { list: [3, 1, 2], who: { name: 'Sara', on: null }, 'a b': 5 };
    const now = Date.UTC(2026, 4, 5, 8);

    // then
    for (const [expression, value] of [
      ['for i in list return i * 2', [6, 2, 4]],
      ['list[item > 1]', [3, 2]],
      ['some i in list satisfies i = 3', true],
      ['{ name: who.name, on: who.on, sum: a b + 1 }', { name: 'Sara', on: null, sum: 6 }],
      ['{ at: now() }.at', '2026-05-05T08:00:00.000Z'],
      ['{ again: cycle(3, duration("PT1H")) }.again', 'R3/PT1H'],
      ['replace("abc", "b", "-")', 'a-c'],
    ] as const)
      expect(valueOf(`=${expression}`, variables, now), expression).to.deep.equal(value);
  });

  it('say what is wrong with them, as at once', () => {
    // then
    expect(() => valueOf('={ a: ', {}, 0)).to.throw();
  });

  it('leave a command no room for many large values', async () => {
    // given
    const io = input(`=${doubled(16, (text) => text).replaceAll('"', '&quot;')}`, 'text');
    const engine = await inMemoryEngine([
      aDiagram(
        'many',
        start() +
          multiInstance(serviceTask('Work', 'work', { io }), 'inputCollection="=for i in 1..400 return i"') +
          end(),
        ['Start -> Work', 'Work -> End'],
      ),
    ]);

    // when
    engine.create('many', {});

    // then
    const written = JSON.stringify(engine.events('VARIABLE', 'CREATED')).length;
    expect(written).to.be.lessThan(40 * 1024 ** 2);
    expect(engine.incidents()).not.to.be.empty;
  });
});
