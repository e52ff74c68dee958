import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { CalendarVersion, RequestSla, SlaClockView } from '#common/contract/index.ts';
import type { CallResponse } from '#tests/support/api-caller.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { eventually } from '#tests/support/wait.ts';

const COUNTRY = '/api/working-calendars/iran-office';
const DAY_MS = 86_400_000;

describe('the SLA clock over HTTP', () => {
  const { database, call } = useApi();

  const file = async (): Promise<{ id: string; trackingCode: string; dueAt: string }> =>
    (
      await call('POST', '/api/requests', {
        service: 'road-safety-signs',
        text: 'تابلوی این گردنه افتاده است.',
        applicant: { name: 'سارا احمدی', mobile: '09121234567' },
        place: { province: 'tehran' },
        answers: { road: 'جاده قدیم قم' },
      })
    ).body;
  const readSla = async (id: string): Promise<RequestSla> =>
    (await call('GET', `/api/requests/${id}/sla`, undefined, { as: 'manager' })).body;
  const versions = async (): Promise<CalendarVersion[]> =>
    (await call('GET', `${COUNTRY}/versions`, undefined, { as: 'caseworker.rmto' })).body.items;
  const announce = async (closure: object, as = 'admin'): Promise<CallResponse> =>
    call('POST', `${COUNTRY}/closures`, { expectedVersion: (await versions()).length, closure }, { as });
  const resolve = ({ clocks }: RequestSla): SlaClockView =>
    clocks.find(({ target }) => target === 'resolve') as SlaClockView;

  it('shows staff who may see a request everything that its time is made of', async () => {
    // given
    const { id, dueAt } = await file();
    // when
    const sla = await readSla(id);
    // then
    expect(resolve(sla)).to.deep.include({
      state: 'running',
      dueAt,
      overdue: false,
      pausedMinutes: 0,
      changes: [],
    });
    expect(resolve(sla).ladder.map(({ step, fired }) => [step, fired])).to.deep.equal([
      ['remind', false],
      ['warn', false],
      ['level-1', false],
      ['level-2', false],
      ['level-3', false],
    ]);
    expect(resolve(sla).segments).to.have.length(1);
  });

  it('shows nothing to others', async () => {
    // given
    const { id } = await file();
    // when
    const answers = await Promise.all([
      call('GET', `/api/requests/${id}/sla`),
      call('GET', `/api/requests/${id}/sla`, undefined, { as: 'analyst' }),
      call('GET', `/api/requests/${id}/sla`, undefined, { as: 'caseworker.railways' }),
      call('GET', `/api/requests/${randomUUID()}/sla`, undefined, { as: 'manager' }),
    ]);
    // then
    expect(answers.map(({ body }) => body.code)).to.deep.equal([
      'not-signed-in',
      'not-allowed',
      'request-not-found',
      'request-not-found',
    ]);
  });

  it('lets an administrator announce a closure, which open requests and the screens follow', async () => {
    // given
    const { id, trackingCode, dueAt } = await file();
    const date = new Date(Date.parse(dueAt)).toISOString().slice(0, 10);
    // when
    const announced = await announce({ date, reason: 'آلودگی هوا' });
    // then
    expect(announced.status).to.equal(201);
    const moved = await eventually(async () => {
      const clock = resolve(await readSla(id));
      return clock.dueAt > dueAt && clock;
    });
    expect(Date.parse(moved.dueAt) - Date.parse(dueAt)).to.be.at.least(DAY_MS);
    expect(moved.calendarVersion).to.equal(announced.body.version);
    const { body: tracked } = await call('POST', '/api/track', { trackingCode, secondFactor: '4567' });
    expect(tracked).to.include({ dueAt: moved.dueAt, paused: false, overdue: false });
    const { body: calendar } = await call('GET', '/api/working-calendar');
    expect(calendar.holidays).to.include(date);
    expect((await versions()).at(-1)).to.include({ createdBy: 'admin', note: 'آلودگی هوا' });
  });

  it('lets nobody else change a calendar, and refuses one without work', async () => {
    // given
    const expectedVersion = (await versions()).length;
    // when
    const answers = [
      await announce({ date: '2027-01-02', reason: 'snow' }, 'supervisor.rmto'),
      await call(
        'POST',
        `${COUNTRY}/versions`,
        { expectedVersion, week: [[], [], [], [], [], [], []] },
        { as: 'admin' },
      ),
      await call('POST', `${COUNTRY}/versions`, { expectedVersion: expectedVersion + 1 }, { as: 'admin' }),
    ];
    // then
    expect(answers.map(({ body }) => body.code)).to.deep.equal([
      'not-allowed',
      'calendar-has-no-work',
      'version-conflict',
    ]);
    expect((await versions()).length).to.equal(expectedVersion);
  });

  it('tells a citizen that the time stands still', async () => {
    // given
    const { id, trackingCode } = await file();
    await database
      .db('requests')
      .where({ id })
      .update({ paused_since: new Date(), due_at: new Date(0) });
    // when
    const { body } = await call('POST', '/api/track', { trackingCode, secondFactor: '4567' });
    // then
    expect(body.paused).to.equal(true);
  });
});
