import { expect } from 'chai';
import { describe, it } from 'mocha';
import { nameDemoHeads } from '#stack/demo-heads.ts';
import { aHead } from '#tests/support/fixtures/escalation.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

describe('the heads of the demo departments', () => {
  const database = useDatabase();

  it('are its supervisors, once, and never in the place of somebody named', async () => {
    // given
    await aHead(database.db, 'railways', 'named.by-hand');

    // when
    const named = await nameDemoHeads(database.url);
    const again = await nameDemoHeads(database.url);

    // then
    expect(named).to.be.greaterThan(0);
    expect(again).to.equal(0);
    const heads = new Map(
      (await database.db('department_heads')).map(({ department, username }) => [department, username]),
    );
    expect(heads.get('ministry')).to.equal('deputy.ministry');
    expect(heads.get('railways')).to.equal('named.by-hand');
  });
});
