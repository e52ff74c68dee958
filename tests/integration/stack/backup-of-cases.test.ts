import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { FiledRequest } from '#common/contract/index.ts';
import { takeBackup } from '#stack/backup/take.ts';
import { expectReconciled } from '#tests/support/checks/reconciliation.ts';
import { startBackgroundTraffic } from '#tests/support/people/background-traffic.ts';
import { DECISIONS } from '#tests/support/people/people-client.ts';
import {
  anOwnStack,
  ask,
  deleteHome,
  newHome,
  type OwnStack,
  restored,
} from '#tests/support/stack/own-stack.ts';
import { anOwnSystem, type OwnSystem } from '#tests/support/stack/own-system.ts';
import { eventually } from '#tests/support/wait.ts';

/** Messages and jobs that the processes of before had taken come again when the time of their hold is over.
 *  */
const REST = { timeout: 90_000 };

const CASEWORKER = 'caseworker.rmto-tehran';

type Done = { filed: readonly FiledRequest[]; completed: readonly string[] };

describe('a backup of cases and flow, taken while everybody works', function () {
  this.timeout(300_000);
  const closing: (() => unknown)[] = [];
  let stack: OwnStack;
  let copy: OwnStack;
  let system: OwnSystem;
  /** What had been answered before the backup began, when it was finished, and ever. */
  let first: Done;
  let then: Done;
  let last: Done;
  let asBackedUp: Mark[];

  const opened = <T extends { close(): Promise<void> }>(one: T): T => {
    closing.push(() => one.close());
    return one;
  };
  /** Whoever had completed a task and had no answer yet when the backup was finished sends the same again. */
  async function sendAgain(): Promise<void> {
    const unanswered = await copy.database.db('task_submissions').where('state', 'pending');
    for (const { id, task_key: key, data, submitted_by: by } of unanswered)
      await eventually(async () => {
        const { body } = await system.people.task(key, by);
        const { status } = await system.people.complete(body, data, { by, submissionId: id });
        return status === 200;
      });
  }

  before(async () => {
    stack = opened(await anOwnStack());
    const original = opened(await anOwnSystem(stack));
    const backups = newHome();
    closing.push(() => deleteHome(backups));
    const busy = startBackgroundTraffic(original.people, stack.database.db);
    closing.push(() => busy.stop().catch(() => {}));
    const done = (): Done => ({ filed: busy.filed(), completed: busy.completed() });

    await eventually(() => busy.filed().length >= 15 && busy.completed().length >= 6, REST);
    first = done();
    const { folder } = await takeBackup(stack.home, backups);
    then = done();
    await eventually(() => busy.filed().length >= then.filed.length + 10, REST);
    await busy.stop();
    last = done();

    copy = opened(await restored(folder));
    asBackedUp = await marksIn(copy);
    system = opened(await anOwnSystem(copy));
    await sendAgain();
    await expectReconciled(copy.database.db, await copy.database.db('requests').select('id'), REST);
  });

  after(async () => {
    for (const close of closing.reverse()) await close();
  });

  it('stops nobody', () => {
    // then
    expect(then.filed.length).to.be.greaterThan(first.filed.length);
    expect(then.completed.length).to.be.greaterThan(first.completed.length);
  });

  it('brings back every request whose tracking code had been given when it began, and none that nobody filed', async () => {
    // when
    const codes: string[] = await copy.database.db('requests').pluck('tracking_code');

    // then
    const codesOf = ({ filed }: Done) => filed.map(({ trackingCode }) => trackingCode);
    expect(codes).to.include.members(codesOf(first));
    expect(codesOf(last)).to.include.members(codes);
  });

  it('brings back every task that had been completed when it began', async () => {
    // when
    const states = await copy.database.db('tasks').whereIn('task_key', first.completed).pluck('state');

    // then
    expect(states).to.deep.equal(first.completed.map(() => 'completed'));
  });

  it('runs exactly the process instances that the open cases say', async () => {
    // when
    const running = await ask<{ key: string }>(copy.ownerUrl, 'select key from engine.instance');

    // then
    const known = await copy.database.db('process_instances').where('state', 'active').pluck('instance_key');
    expect(known).to.not.be.empty;
    expect(running.map(({ key }) => key)).to.have.members(known.map(String));
  });

  it('has a projector that knows nothing which the engine does not, and goes on from there to its end', async () => {
    for (const { projected, given } of asBackedUp) expect(projected <= given).to.equal(true);

    // when
    const marks = await eventually(async () => {
      const now = await marksIn(copy);
      return now.every(({ acknowledged }) => acknowledged === now[0]?.acknowledged) && now;
    });

    // then
    const end = marks.map(({ projected }) => projected).reduce((a, b) => (a > b ? a : b));
    expect(marks.map(({ exporter, acknowledged }) => ({ exporter, acknowledged }))).to.deep.equal([
      { exporter: 'fast', acknowledged: end },
      { exporter: 'slow', acknowledged: end },
    ]);
  });

  it('goes on: what is filed afterwards is handled and closed, once', async () => {
    const { db } = copy.database;
    const is = (status: string) =>
      eventually(async () => (await db('requests').where({ id: request.id, status })).length === 1);

    // when
    const request = await system.people.file();
    const task = await eventually(() => db('tasks').where({ request_id: request.id }).first());
    await system.people.claimAndComplete(String(task.task_key), DECISIONS.answer, CASEWORKER);
    await is('answered');
    await system.people.confirmOrReopen(request, { reopen: false });

    // then
    await is('closed');
    await expectReconciled(db, await db('requests').select('id'));
  });

  it('leaves the system that it was taken of as it was', async () => {
    // then
    await expectReconciled(stack.database.db, last.filed);
  });
});

type Mark = { exporter: string; projected: bigint; acknowledged: bigint; given: bigint };

/** Of each exporter: how far the projector has come, how far the engine says that it was acknowledged, and
 *  the last position that
 *  the engine has given. */
async function marksIn({ ownerUrl }: OwnStack): Promise<Mark[]> {
  const rows = await ask<Record<keyof Mark, string>>(
    ownerUrl,
    `select exporter, p.position as projected, e.position as acknowledged,
            (select (counters->'positions'->>1)::bigint from engine.record_batch order by turn desc limit 1) as given
       from engine_positions p join engine.exporter e using (exporter, partition) order by exporter`,
  );
  return rows.map(({ exporter, projected, acknowledged, given }) => ({
    exporter,
    projected: BigInt(projected),
    acknowledged: BigInt(acknowledged),
    given: BigInt(given),
  }));
}
