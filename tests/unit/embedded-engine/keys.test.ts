import { expect } from 'chai';
import { describe, it } from 'mocha';
import { blockKey, firstOfBlock, isKey, keyInBlock, KEYS_PER_BLOCK } from '#engine/core/keys.ts';
import { aDiagram, end, gateway, start, userTask } from '#tests/support/engine/diagram-builders.ts';
import { inMemoryEngine } from '#tests/support/engine/in-memory-engine.ts';

describe('keys of the embedded engine', () => {
  for (const partition of [1, 3, 4, 5])
    it(`hold every digit in partition ${partition}, and say which block they lie in`, () => {
      // given
      const block = 987_654_321;
      const exact = (BigInt(partition) << 51n) + BigInt(block) * BigInt(KEYS_PER_BLOCK);

      // when
      const first = blockKey(partition, block);
      const last = keyInBlock(first, KEYS_PER_BLOCK - 1);

      // then
      expect(first).to.equal(String(exact));
      expect(last).to.equal(String(exact + BigInt(KEYS_PER_BLOCK - 1)));
      expect([firstOfBlock(first), firstOfBlock(last)]).to.deep.equal([first, first]);
      expect(firstOfBlock(String(exact + BigInt(KEYS_PER_BLOCK)))).not.to.equal(first);
    });

  it('are texts that PostgreSQL takes for a bigint, and nothing else', () => {
    // then
    expect(['0', '7', '2251799813685249', '9223372036854775807'].every(isKey)).to.equal(true);
    expect(['', '-1', '07', '1.5', '9223372036854775808', '10000000000000000000', 'x'].some(isKey)).to.equal(
      false,
    );
  });

  for (const partitions of [1, 5])
    it(`find an instance that needs more than one block, and are never given twice (${partitions} partitions)`, async () => {
      // given
      const engine = await inMemoryEngine(
        [
          aDiagram(
            'p',
            start() +
              gateway('Again', 'exclusive') +
              userTask('Task') +
              gateway('Enough', 'exclusive', 'default="Flow_4"') +
              end(),
            ['Start -> Again', 'Again -> Task', 'Task -> Enough', 'Enough -> Again', 'Enough -> End: =done'],
          ),
        ],
        { partitions },
      );
      for (let at = 0; at < partitions; at += 1) engine.create('p', { done: false });
      const tasks = engine.tasksAt('Task');
      const rounds = Math.ceil((1.2 * KEYS_PER_BLOCK) / 7);

      // when
      let task = tasks.at(-1) ?? '';
      for (let round = 0; round < rounds; round += 1) {
        engine.completeTask(task, { done: round === rounds - 1 });
        task = engine.taskAt('Task');
      }

      // then
      const elements = engine.events('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED').map(({ key }) => key);
      const flows = engine.events('PROCESS_INSTANCE', 'SEQUENCE_FLOW_TAKEN').map(({ key }) => key);
      const all = [...elements, ...flows, ...engine.tasksAt('Task')];
      expect(new Set(all).size).to.equal(all.length);
      expect(new Set(elements.map(firstOfBlock)).size).to.equal(partitions + 1);
      expect(engine.isOver('p')).to.equal(true);
    });
});
