import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { loadRouting, type Routing } from '#api/modules/services/index.ts';
import { readDecisions } from '#tests/support/diagrams/diagrams.ts';
import { readText } from '#tests/support/diagrams/project-files.ts';

describe('the keywords of the routing table', () => {
  let routing: Routing;

  before(async () => {
    routing = await loadRouting();
  });

  it('are found in Persian and English texts, whatever the endings and the letters', () => {
    const texts: [string, string[]][] = [
      ['در این تصادف دو نفر مصدوم شدند.', ['danger-to-life']],
      ['جاده بسته‌است و راه‌بند قطار خراب.', ['rail-crossing', 'road-blocked']],
      ['جاده بسته است', ['road-blocked']],
      ['تقاطع راه آهن', ['rail-crossing']],
      ['مسیر مسدود شده', ['road-blocked']],
      ['The ROAD IS CLOSED at the level crossing.', ['rail-crossing', 'road-blocked']],
      ['چالهٔ عمیقی هست.', []],
      ['', []],
    ];
    for (const [text, keys] of texts) expect(routing.keywordsIn([text]), text).to.deep.equal(keys);
  });

  it('are not found inside other words', () => {
    expect(routing.keywordsIn(['skilled workers', 'سرکشته'])).to.deep.equal([]);
  });

  it('are found in any of several texts', () => {
    expect(routing.keywordsIn(['چاله', 'زخمی'])).to.deep.equal(['danger-to-life']);
  });

  it('are those that the table asks for, no more and no less', async () => {
    // given
    const keys = Object.keys(JSON.parse(readText('processes/routing/keywords.json')) as object);

    // when
    const table = (await readDecisions()).find(({ id }) => id === 'route-request');
    const column = table?.inputs.findIndex((input) => input.includes('keywords')) ?? -1;
    const asked = table?.rows.flatMap(({ inputs }) =>
      [...(inputs[column] ?? '').matchAll(/"([^"]+)"/g)].map(([, key]) => key),
    );

    // then
    expect([...new Set(asked)].sort()).to.deep.equal(keys.sort());
  });
});

describe('the explanations of the routing table', () => {
  it('are given for a rule, and for no other', async () => {
    // given
    const { explain } = await loadRouting();

    // then
    expect(explain('rail-crossing')).to.have.keys('fa', 'en');
    expect(explain('no-such-rule')).to.equal(null);
    expect(explain('constructor')).to.equal(null);
  });
});
