import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { CallResponse } from '#tests/support/api-caller.ts';
import { aRequest } from '#tests/support/fixtures/builders.ts';
import { aSentStep } from '#tests/support/fixtures/escalation.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';

const ADMIN = 'admin';
const HEAD = { username: 'new.head', name: 'سر واحد', email: 'new.head@example.org' };
const ABSENCE = { username: 'new.head', from: '2030-01-01T00:00:00.000Z', until: '2030-01-02T00:00:00.000Z' };
const CALENDAR = '/api/working-calendars/iran-office';
const CLOSURE = { date: '2026-12-08', reason: 'آلودگی هوا' };

/** Permissions to change who hears of requests, and when. */
const PERMISSIONS = ['head:manage', 'absence:manage', 'calendar:manage', 'escalation:operate'];

type Document = { paths: Record<string, Record<string, { operationId: string; description?: string }>> };

describe('what decides who hears of requests, and when,', function () {
  this.timeout(120_000);
  const { database, call } = useApi();

  const tried = new Set<string>();

  /** @returns the entries that the call left */
  async function left(operationId: string, asked: () => Promise<CallResponse>): Promise<unknown[]> {
    tried.add(operationId);
    const { seq } = await database.db('audit_head').first();
    const { status, body } = await asked();
    expect(status, JSON.stringify(body)).to.be.below(300);
    const entries = await database.db('audit_log').where({ actor: ADMIN }).where('seq', '>', seq);
    expect(entries.map(({ remote_address }) => remote_address).join()).to.match(/127\.0\.0\.1/);
    return entries.map(({ action, object_id, reason, details }) => [action, object_id, reason, details]);
  }

  const asAdmin = (method: string, path: string, body?: object): Promise<CallResponse> =>
    call(method, path, body, { as: ADMIN });
  const calendarVersion = async (): Promise<number> =>
    (await asAdmin('GET', `${CALENDAR}/versions`)).body.items.length;

  it('is on record when a head is named and taken back', async () => {
    // when
    const named = await left('nameDepartmentHead', () =>
      asAdmin('PUT', '/api/department-heads/railways', HEAD),
    );
    const unnamed = await left('unnameDepartmentHead', () =>
      asAdmin('DELETE', '/api/department-heads/railways'),
    );

    // then
    const { username, email } = HEAD;
    expect(named).to.deep.equal([['department-head.named', 'railways', null, { username, email }]]);
    expect(unnamed).to.deep.equal([['department-head.unnamed', 'railways', null, { username }]]);
  });

  it('is on record when an absence is entered and removed', async () => {
    // when
    const entered = await left('enterAbsence', () => asAdmin('POST', '/api/absences', ABSENCE));
    const { id } = await database.db('staff_absences').first();
    const removed = await left('removeAbsence', () => asAdmin('DELETE', `/api/absences/${id}`));

    // then
    const details = { ...ABSENCE, substitute: null };
    expect(entered).to.deep.equal([['absence.entered', id, null, details]]);
    expect(removed).to.deep.equal([['absence.removed', id, null, details]]);
  });

  it('is on record when a closure is announced, and a calendar published', async () => {
    // given
    const expectedVersion = await calendarVersion();

    // when
    const announced = await left('announceClosure', () =>
      asAdmin('POST', `${CALENDAR}/closures`, { expectedVersion, closure: CLOSURE }),
    );
    const published = await left('publishCalendar', () =>
      asAdmin('POST', `${CALENDAR}/versions`, { expectedVersion: expectedVersion + 1, note: 'هفتهٔ تازه' }),
    );

    // then
    const [first, second] = [{ version: expectedVersion + 1 }, { version: expectedVersion + 2 }];
    expect(announced).to.deep.equal([
      ['closure.announced', 'iran-office', CLOSURE.reason, { ...first, closure: CLOSURE }],
    ]);
    expect(published).to.deep.equal([['calendar.published', 'iran-office', 'هفتهٔ تازه', second]]);
  });

  it('is on record when a stuck step is sent again', async () => {
    // given
    const { id: requestId } = await aRequest(database.db);
    await database.db('sla_clocks').insert({
      request_id: requestId,
      target: 'resolve',
      policy: 1,
      calendar: 'iran-office',
      calendar_version: 1,
      amount: 10,
      unit: 'days',
      started_at: '2026-01-01',
      segments: '[]',
      state: 'running',
      due_at: '2100-01-01',
    });
    const step = await aSentStep(database.db, requestId);
    await database.db('sla_steps').where({ id: step }).update({ state: 'stuck', send_again_at: null });

    // when
    const again = await left('sendSlaStepAgain', () => asAdmin('POST', `/api/sla-steps/${step}/send-again`));

    // then
    expect(again).to.deep.equal([['sla-step.sent-again', step, null, { requestId }]]);
  });

  it('has been tried here as a whole', async () => {
    // given
    const { paths } = (await call('GET', '/api/openapi.json')).body as Document;

    // when
    const writing = Object.values(paths).flatMap((path) =>
      Object.entries(path)
        .filter(([method, { description = '' }]) => {
          const permission = /Permission `([^`]+)`/.exec(description)?.[1] ?? '';
          return method !== 'get' && PERMISSIONS.includes(permission);
        })
        .map(([, { operationId }]) => operationId),
    );

    // then
    expect([...tried]).to.have.members(writing);
  });
});
