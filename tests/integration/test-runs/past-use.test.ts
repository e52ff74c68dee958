import { expect } from 'chai';
import { describe, it } from 'mocha';
import { aRequest, someKey } from '#tests/support/fixtures/builders.ts';
import { useFixture } from '#tests/support/hooks/use-fixture.ts';
import { trialBench } from './with-test-runs.ts';

const MINUTE_MS = 60_000;

/** The diagram of transfers without the decision about who is responsible: who is not accepted is recorded at
 *  once. */
const withoutDecision = ({ name, content }: { name: string; content: string }) => ({
  name,
  content:
    name === 'transfer.bpmn'
      ? content
          .replace(/<bpmn:userTask id="Task_DecideTransfer"[\s\S]*?<\/bpmn:userTask>/, '')
          .replace(/<bpmn:sequenceFlow id="Flow_Decided"[^>]*\/>/, '')
          .replace(/<bpmn:incoming>Flow_Decided<\/bpmn:incoming>/, '')
          .replace('<bpmn:incoming>Flow_ToDecide</bpmn:incoming>', '')
          .replace(/(id="Flow_ToDecide"[^>]*targetRef=")Task_DecideTransfer"/, '$1Gateway_Decided"')
          .replace(
            /<bpmndi:BPMNShape id="[^"]*" bpmnElement="Task_DecideTransfer"[\s\S]*?<\/bpmndi:BPMNShape>/,
            '',
          )
          .replace(/<bpmndi:BPMNEdge id="[^"]*" bpmnElement="Flow_Decided"[\s\S]*?<\/bpmndi:BPMNEdge>/, '')
      : content,
});

describe('the share of past cases that took what a change removes', () => {
  const bench = useFixture(trialBench, (made) => made.close());
  let at = Date.UTC(2026, 0, 1);

  /** An instance as the projector leaves it. */
  async function anInstance({
    request = null,
    took = [],
    stands,
    flows = [],
    process = 'transfer',
    pruned = false,
    service = null,
  }: {
    request?: string | null;
    took?: string[];
    stands?: string;
    flows?: string[];
    process?: string;
    pruned?: boolean;
    service?: string | null;
  }): Promise<void> {
    const instance_key = someKey();
    const started_at = new Date((at += MINUTE_MS));
    await bench.db('process_instances').insert({
      instance_key,
      request_id: request,
      process_key: process,
      version: 1,
      state: stands ? 'active' : 'completed',
      started_at,
      ended_at: stands ? null : started_at,
      pruned,
      service,
    });
    for (const [element_id, state] of [
      ...took.map((id) => [id, 'completed']),
      ...(stands ? [[stands, 'active']] : []),
    ])
      await bench.db('element_instances').insert({
        element_key: someKey(),
        instance_key,
        scope_key: instance_key,
        process_key: process,
        version: 1,
        element_id,
        type: 'USER_TASK',
        state,
        started_at,
        ended_at: state === 'active' ? null : started_at,
      });
    for (const flow_id of flows)
      await bench.db('flows_taken').insert({ instance_key, flow_id, times: 2, position: 1 });
  }

  const usedBy = async (draft: string, last?: number) => {
    const [process] = (await bench.pastUse(draft, last)).processes;
    if (!process) throw new Error('no diagram has changed');
    return process;
  };
  const counts = ({ ways }: Awaited<ReturnType<typeof usedBy>>) =>
    Object.fromEntries(ways.map(({ elementId, cases, standing }) => [elementId, [cases, standing]]));

  it('counts cases as one counts them by hand: each once, moved and called ones too', async () => {
    // given: ten cases; Task_DecideTransfer was taken by 1, 2, 3 (twice), 4 (which was moved) and 5 (which
    // stands there)
    const taken = { took: ['Task_DecideTransfer'], flows: ['Flow_ToDecide'] };
    await anInstance(taken);
    await anInstance(taken);
    await anInstance({ ...taken, took: ['Task_DecideTransfer', 'Task_DecideTransfer'] });
    const moved = await aRequest(bench.db);
    await anInstance({ ...taken, request: moved.id });
    await anInstance({ request: moved.id, stands: 'Task_RecordRouting' });
    await anInstance({ stands: 'Task_DecideTransfer', flows: ['Flow_ToDecide'] });
    for (let n = 0; n < 5; n += 1)
      await anInstance({ took: ['Task_AcceptTransfer'], flows: ['Flow_Accepted'] });
    // and nobody's cases: a test run, another process, and one whose path is not kept any more
    await anInstance({ ...taken, process: 'scratch-0123456789abcdef-transfer' });
    await anInstance({ ...taken, process: 'road-defect' });
    await anInstance({ pruned: true });

    // when
    const found = await usedBy(bench.draft('transfer', withoutDecision));

    // then
    expect(found).to.include({ processKey: 'transfer', cases: 10, running: 2, gone: false, readable: true });
    expect(counts(found)).to.deep.equal({ Task_DecideTransfer: [5, 1], Flow_ToDecide: [5, 0] });
    expect(found.ways.find(({ elementId }) => elementId === 'Flow_ToDecide')).to.deep.include({
      kind: 'rerouted',
      from: { fa: 'Gateway_NotAccepted', en: 'Gateway_NotAccepted' },
      to: { fa: 'تعیین واحد مسئول', en: 'Decide who is responsible' },
    });
  });

  it('looks at the newest so many cases only', async () => {
    // given: the five newest of the ten went another way
    const draft = bench.draft('transfer', withoutDecision);

    // when
    const found = await usedBy(draft, 5);

    // then
    expect(found.cases).to.equal(5);
    expect(counts(found)).to.deep.equal({ Task_DecideTransfer: [0, 0], Flow_ToDecide: [0, 0] });
  });

  it('counts what the engine did', async () => {
    // given: of five cases at the decision, two were decided
    const started = await Promise.all(
      Array.from({ length: 5 }, () =>
        bench.commands.createInstance({
          processKey: 'transfer',
          variables: { requestId: 'x', department: 'rmto', transferTo: 'railways', from: 'rmto' },
          startBefore: ['Task_DecideTransfer'],
        }),
      ),
    );
    const keys = started.map(({ instanceKey }) => instanceKey);
    const tasks = await bench.until(async () => {
      const found = (await bench.db('tasks').whereIn('instance_key', keys).pluck('task_key')) as string[];
      return found.length === 5 && found;
    });
    for (const taskKey of tasks.slice(0, 2))
      await bench.commands.completeTask({ taskKey, variables: { assignTo: 'railways' }, action: 'complete' });
    await bench.until(
      async () =>
        (await bench.db('flows_taken').whereIn('instance_key', keys).where({ flow_id: 'Flow_Decided' }))
          .length === 2,
    );

    // when
    const found = await usedBy(
      bench.draft('transfer', ({ name, content }) => ({
        name,
        content:
          name === 'transfer.bpmn'
            ? content.replace(
                /(id="Flow_Decided"[^>]*targetRef=")Gateway_Decided"/,
                '$1Gateway_NewDepartment"',
              )
            : content,
      })),
      5,
    );

    // then
    expect(found).to.include({ cases: 5, running: 5 });
    expect(counts(found)['Flow_Decided']).to.deep.equal([2, 0]);
    expect(counts(await usedBy(bench.draft('transfer', withoutDecision), 5))).to.deep.equal({
      Task_DecideTransfer: [5, 3],
      Flow_ToDecide: [0, 0],
    });
  });

  it('leaves confidential cases out of a process that all share', async () => {
    // given
    const draft = bench.draft('transfer', withoutDecision);
    const before = [await usedBy(draft, 1), await usedBy(draft)];

    // when
    await anInstance({
      request: (await aRequest(bench.db, { service: 'staff-complaint', confidential: true })).id,
      service: 'staff-complaint',
      stands: 'Task_DecideTransfer',
      flows: ['Flow_ToDecide'],
    });

    // then
    expect([await usedBy(draft, 1), await usedBy(draft)]).to.deep.equal(before);
  });

  it('says nothing of a draft that changes no way, and marks one that cannot be read', async () => {
    // given
    const other = bench.draft('transfer', ({ name, content }) => ({
      name,
      content: name === 'transfer.bpmn' ? content.replace('پیشنهاد انتقال', 'پیشنهاد') : content,
    }));
    const broken = bench.draft('transfer', ({ name, content }) => ({
      name,
      content: name === 'transfer.bpmn' ? content.slice(0, 900) : content,
    }));

    // when
    const [one, two] = [await usedBy(other), await usedBy(broken)];

    // then
    expect(one.ways).to.deep.equal([]);
    expect(two).to.deep.include({ readable: false, ways: [] });
  });
});
