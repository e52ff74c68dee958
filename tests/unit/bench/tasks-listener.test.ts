import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createdIn, listenForTasks } from '#tests/bench/support/engine/tasks-listener.ts';

const record = (valueType: string, intent: string, value: string): string =>
  `{"index":{"_index":"fast-record"}}\n{"partitionId":4,"value":{${value}},"key":1,"valueType":"${valueType}","intent":"${intent}"}\n`;

const PAST_2_53 = '9007199254740993';
const created = (instance: string, task: string): string =>
  record('USER_TASK', 'CREATED', `"processInstanceKey":${instance},"userTaskKey":${task}`);

const post = (port: number, body: string) =>
  fetch(`http://127.0.0.1:${port}/_bulk`, { method: 'POST', body });

describe('what the bench reads of a bulk', () => {
  it('is which tasks were created, with keys that fit no double', () => {
    // given
    const bulk =
      record('USER_TASK', 'CREATING', '"processInstanceKey":7,"userTaskKey":8') +
      created(PAST_2_53, '9007199254740995') +
      record('JOB', 'CREATED', '"processInstanceKey":9');

    // when
    const tasks = createdIn(bulk);

    // then
    expect(tasks).to.deep.equal([{ instanceKey: PAST_2_53, taskKey: '9007199254740995' }]);
  });
});

describe('the listener of the bench', () => {
  it('answers as an exporter expects, and tells who waits for a task', async () => {
    // given
    const listener = await listenForTasks();
    try {
      const waiting = listener.taskOf('5');

      // when
      const answer = await post(listener.port, created('5', '6'));

      // then
      expect(await answer.json()).to.deep.equal({ took: 1, errors: false, items: [] });
      expect(await waiting).to.equal('6');
      expect(listener.count()).to.equal(1);
    } finally {
      await listener.end();
    }
  });

  it('keeps a task that was told before the answer to its start', async () => {
    // given
    const listener = await listenForTasks();
    try {
      await (await post(listener.port, created('5', '6'))).text();

      // when
      const taskKey = await listener.taskOf('5');

      // then
      expect(taskKey).to.equal('6');
    } finally {
      await listener.end();
    }
  });
});
