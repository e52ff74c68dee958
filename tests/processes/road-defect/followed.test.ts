import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { openEnginePool } from '#api/engine/engine-pool.ts';
import { rebuildProjections } from '#api/engine/rebuild-projections.ts';
import { openLog } from '#api/platform/log.ts';
import type { InstancePage, InstanceView } from '#common/contract/index.ts';
import { createCaller } from '#tests/support/api-caller.ts';
import { useEngineHarness } from '#tests/support/hooks/use-engine-harness.ts';
import { eventually } from '#tests/support/wait.ts';

const TEHRAN = 'caseworker.rmto-tehran';

describe('following a road-defect case', function () {
  this.timeout(120_000);
  const harness = useEngineHarness();
  let shown: InstanceView;

  const read = async (path: string) => {
    const answer = await createCaller(harness.url)('GET', path, undefined, { as: 'admin' });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    return answer.body;
  };

  before(async () => {
    const request = await harness.file({ service: 'road-damage' });
    await harness.claimAndComplete(request, 'Task_CheckDanger', TEHRAN, { decision: 'inspect' });
    await harness.taskOf(request, 'Task_InspectDefect', TEHRAN);
    shown = await eventually(async () => {
      const page: InstancePage = await read(`/api/instances?processKey=road-defect&state=active`);
      const [first] = page.items.filter((item) => item.request?.id === request.id);
      if (!first?.tokens.some(({ elementId }) => elementId === 'Task_InspectDefect')) return undefined;
      return (await read(`/api/instances/${first.key}`)) as InstanceView;
    });
  });

  it('shows the path in order, and where it stands', () => {
    const passed = shown.path.filter(({ type }) => type === 'USER_TASK');
    expect(passed.map(({ elementId, state }) => [elementId, state])).to.deep.equal([
      ['Task_CheckDanger', 'completed'],
      ['Task_InspectDefect', 'active'],
    ]);
    expect(shown.path[0]?.type).to.equal('START_EVENT');
    expect(shown.flows.length).to.be.greaterThan(1);
    expect(shown.flows.every(({ times }) => times === 1)).to.equal(true);
  });

  it('shows the variables and what they were', () => {
    const named = (name: string) => shown.variables.find((one) => one.name === name);
    expect(named('service')).to.include({ value: '"road-damage"', changes: 1 });
    const changed = shown.variables.filter(({ changes }) => changes > 1);
    expect(changed.length).to.be.greaterThan(0);
    for (const { history, changes } of changed) expect(history).to.have.length(changes - 1);
  });

  it('holds no personal data', () => {
    for (const told of ['contact', 'mobile', 'national', 'name'])
      expect(
        shown.variables.map(({ name }) => name.toLowerCase()).filter((name) => name.includes(told)),
      ).to.deep.equal([]);
  });

  it('shows what it waits for', () => {
    expect(
      shown.awaited.some(
        ({ kind, correlationKey }) => kind === 'message' && correlationKey === shown.request?.id,
      ),
    ).to.equal(true);
  });

  it('tells what happened in order', () => {
    const times = shown.timeline.map(({ at }) => at);
    expect(times).to.deep.equal([...times].sort());
    expect(shown.timeline[0]).to.include({ kind: 'started' });
    expect(
      shown.timeline.filter(({ elementId }) => elementId === 'Task_CheckDanger').map(({ kind }) => kind),
    ).to.deep.equal(['entered', 'left']);
  });

  it('finds it by what its variables say, and shows its diagram', async () => {
    const page: InstancePage = await read(
      '/api/instances?variable=service&value=road-damage&processKey=road-defect&elementId=Task_InspectDefect',
    );
    expect(page.items.map(({ key }) => key)).to.include(shown.key);
    const diagram = await read(`/api/instances/processes/road-defect/${shown.version}/diagram`);
    expect(diagram.xml).to.include('Task_InspectDefect');
  });

  it('shows the same after the projections are rebuilt', async () => {
    // given
    const pool = openEnginePool({ databaseUrl: harness.database.url, max: 2, log: openLog('silent') });
    // when
    const { quarantined } = await rebuildProjections(pool).finally(() => pool.end());
    // then
    expect(quarantined).to.equal(0);
    expect(await read(`/api/instances/${shown.key}`)).to.deep.equal(shown);
  });
});
