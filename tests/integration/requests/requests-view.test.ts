import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { type RequestsView, requestsView } from '#api/modules/requests/requests.view.ts';
import { loadRouting } from '#api/modules/services/index.ts';
import { type ARequest, aRequest } from '#tests/support/fixtures/builders.ts';
import { aFiling, aRequestsService } from '#tests/support/fixtures/requests-service.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

const EVERYTHING = { sql: 'true', bindings: [] };
const NOTHING = { sql: 'false', bindings: [] };

describe('the lists of requests', () => {
  const database = useDatabase();
  let view: RequestsView;
  let rows: ARequest[];

  before(async () => {
    view = requestsView({ db: database.db, routing: await loadRouting() });
    const at = new Date('2026-11-01T08:00:00Z');
    rows = [];
    for (let n = 0; n < 23; n++) {
      const received_at = new Date(at.getTime() + Math.floor(n / 5) * 1000);
      const department = n % 2 === 0 ? 'rmto' : 'railways';
      rows.push(
        await aRequest(database.db, { received_at, department, status: n < 3 ? 'answered' : 'received' }),
      );
    }
  });

  it('give every row once, newest first, though new ones come while one pages', async () => {
    // given
    const seen: string[] = [];
    let next: string | null | undefined;
    // when
    do {
      const page = await view.list({ limit: 4, ...(next ? { after: next } : {}) }, EVERYTHING);
      seen.push(...page.items.map(({ id }) => id));
      next = page.next;
      rows.push(await aRequest(database.db));
    } while (next);
    // then
    const old = rows.slice(0, 23);
    const expected = old
      .sort((a, b) => Number(b.received_at) - Number(a.received_at) || (a.id < b.id ? 1 : -1))
      .map(({ id }) => id);
    expect(seen).to.deep.equal(expected);
  });

  it('are narrowed by status, service, department and tracking code', async () => {
    // given
    const [first] = rows;
    const code = String(first?.tracking_code).replace(/\d/g, (d) => String.fromCharCode(0x6f0 + Number(d)));
    // when
    const answered = await view.list({ status: 'answered' }, EVERYTHING);
    const both = await view.list({ status: 'answered', department: 'railways' }, EVERYTHING);
    const none = await view.list({ service: 'rail-service' }, EVERYTHING);
    const found = await view.list({ q: `${code.slice(0, 6)} ${code.slice(6)}` }, EVERYTHING);
    // then
    expect(answered.items).to.have.length(3);
    expect(both.items).to.have.length(1);
    expect(none).to.deep.equal({ items: [], next: null });
    expect(found.items.map(({ id }) => id)).to.deep.equal([first?.id]);
  });

  it('show nothing beyond what the viewer may see', async () => {
    // given
    const id = String(rows[0]?.id);
    const own = { sql: 'r.department = ?', bindings: ['railways'] };
    // when
    const page = await view.list({ limit: 100 }, own);
    // then
    expect(new Set(page.items.map(({ department }) => department))).to.deep.equal(new Set(['railways']));
    expect(await view.one(id, NOTHING)).to.equal(undefined);
    expect(await view.one(id, EVERYTHING)).to.include({ id });
  });

  it('show the timeline with what was said', async () => {
    // given
    const requests = aRequestsService(database.db);
    const { id } = await requests.register(aFiling());
    await database.db('requests').where({ id }).update({ status: 'answered', answered_at: new Date() });
    await requests.steps.giveFeedback({ requestId: id, satisfied: false, reopen: true, text: 'هنوز نه' });
    // when
    const timeline = await view.timeline(id);
    // then
    expect(timeline.map(({ kind }) => kind)).to.deep.equal(['received', 'reopened']);
    expect(timeline[1]).to.include({ actorKind: 'citizen', public: true });
    expect(timeline[1]?.data).to.include({ text: 'هنوز نه' });
  });

  it('say why a request is where it is, as long as its rule is explained', async () => {
    // given
    const explained = await aRequest(database.db, { routing_rule: 'rail-crossing' });
    const forgotten = await aRequest(database.db, { routing_rule: 'rule-of-long-ago' });

    // when
    const [why, whyNot] = await Promise.all([
      view.one(explained.id, EVERYTHING),
      view.one(forgotten.id, EVERYTHING),
    ]);

    // then
    expect(why?.routingReason?.en).to.match(/railways/);
    expect(whyNot).to.include({ routingRule: 'rule-of-long-ago', routingReason: null });
  });

  it('name the staff of the timeline', async () => {
    // given
    const { id } = await aRequestsService(database.db).register(aFiling());
    await database.db('staff').insert({
      username: 'caseworker.test',
      subject: 'subject-of-caseworker-test',
      name: 'سارا رضایی',
      roles: ['caseworker'],
      departments: [],
      last_seen: new Date(),
    });
    await database.db('request_events').insert({
      request_id: id,
      at: new Date(),
      kind: 'task-claimed',
      actor_kind: 'staff',
      actor: 'caseworker.test',
      public: false,
    });

    // when
    const timeline = await view.timeline(id);

    // then
    expect(timeline.map(({ actor, actorName }) => [actor, actorName])).to.deep.equal([
      [null, null],
      ['caseworker.test', 'سارا رضایی'],
    ]);
  });
});
