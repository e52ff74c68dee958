import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import type {
  AlertPage,
  DraftPage,
  LiveProcesses,
  RequestPage,
  RequestView,
  TaskPage,
} from '#common/contract/index.ts';
import { type ApiClient, apiClient } from '#stack/demo/api-client.ts';
import { CASES_FOR_PEOPLE } from '#stack/demo/cases-for-people.ts';
import { LEGACY_CASES } from '#stack/demo/legacy-cases.ts';
import { type DemoRun, runDemo } from '#stack/demo/run.ts';
import { nameDemoHeads } from '#stack/demo-heads.ts';
import { demoPeople, type DemoPerson, REALM } from '#stack/realm/realm.ts';
import { engineClock, syncClock } from '#tests/support/engine/clock.ts';
import { environment } from '#tests/support/environment.ts';
import { useApi } from '#tests/support/hooks/use-api.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { eventually } from '#tests/support/wait.ts';

/** The fewest cases that leave work with each of the demo people. */
const FEW = new Set([
  'pothole/tehran/check-danger',
  'rockfall/tehran/secure-road+take-up-emergency',
  'bridge-joint/tehran/head-decides',
  'curve-sign/tehran/appealed',
  'guardrail/tehran/reopened',
  'toll-penalty/qom/replied',
  'toll-sold-car/fars/handle-taken',
  'freight-rate/iran/check-decision',
  'office-hours/tehran/first-contact-taken',
  'village-speed-hump/tehran/decide',
  'contracts-list/tehran/answer',
  'turned-away/fars/name-unit',
  'turned-away/yazd/decide-measure',
  'form-j/iran/examine',
  'land-deed/iran/examine',
  'green-space/gilan/decide',
  'green-space/tehran/examine',
  'train-delay/razavi-khorasan/handle',
  'cancelled-flight/fars/review',
  'cancelled-flight/tehran/legal-opinion',
  'airport-cleaning/tehran/handle',
  'goods-in-port/hormozgan/handle',
  'hail-certificate/hamadan/answer',
  'bypass/zanjan/handle',
  'new-town-gas/tehran/examine',
  'renewal-papers/fars/handle',
]);
const LATE = new Set(['old/line-marking/tehran', 'old/curve-sign/tehran', 'old/pothole/alborz/closed']);

const PATIENCE = { timeout: 90_000, every: 200 };
const WORKING_ROLES = ['caseworker', 'agent', 'supervisor'];

describe('the demonstration', function () {
  this.timeout(240_000);

  let client: ApiClient;
  let first: DemoRun;

  const run = (): Promise<DemoRun> =>
    runDemo({
      api: client,
      databaseUrl: database.url,
      plans: CASES_FOR_PEOPLE.filter(({ key }) => FEW.has(key)),
      oldCases: LEGACY_CASES.filter(({ key }) => LATE.has(key)),
      now: engineClock.now,
      onProgress: () => undefined,
    });
  const get = <T>(as: string, path: string): Promise<T> => client.call<T>('GET', path, { as });

  before(() => syncClock());

  const database = useDatabase();

  before(() => nameDemoHeads(database.url));

  const { api } = useApi({ database });

  before(async () => {
    client = apiClient({
      publicUrl: api.url,
      keycloakUrl: environment.keycloakUrl,
      realm: REALM,
      totpSecret: environment.totpSecret,
    });
    await eventually(
      () => database.db('process_deployments').where({ result: 'deployed' }).first(),
      PATIENCE,
    );
    first = await run();
  });

  it('brings every case to where it is meant to wait', () => {
    // then
    expect(first.filed.map(({ key }) => key)).to.have.members([...FEW]);
    expect(first.work.stillOnTheWay.map(({ key }) => key)).to.deep.equal([]);
    expect(first.imported).to.equal(LATE.size);
  });

  for (const { username, roles, departments } of demoPeople().filter(worksOnTasks))
    it(`gives ${username} work of the own department`, async () => {
      // when
      const queues = await eventually(async () => {
        const pages = await Promise.all(
          ['unassigned', 'mine'].map((scope) => get<TaskPage>(username, `/tasks?scope=${scope}&limit=200`)),
        );
        const found = pages.flatMap(({ items }) => items.map(({ queue }) => queue));
        return found.some((queue) => departments.includes(queue)) && found;
      }, PATIENCE);

      // then
      if (!roles.includes('supervisor')) expect(departments).to.include.members([...new Set(queues)]);
    });

  it('tells the head of a department of what is late there, and hands what is later still to the one above', async () => {
    // when
    const levels = await eventually(async () => {
      const { items } = await get<RequestPage>('supervisor.rmto-tehran', '/requests?limit=200');
      const late = items.filter(({ channel, closedAt }) => channel === 'import' && !closedAt);
      const views = await Promise.all(
        late.map(({ id }) => get<RequestView>('supervisor.rmto-tehran', `/requests/${id}`)),
      );
      const found = views.flatMap(({ escalation }) => (escalation ? [escalation] : []));
      return found.length === 2 && found.map(({ level, to }) => `${level} ${to}`);
    }, PATIENCE);

    // then
    expect(levels).to.have.members(['1 supervisor.rmto-tehran', '2 supervisor.rmto']);
  });

  it('shows the manager requests of the whole ministry, open and closed', async () => {
    // when
    const { items } = await get<RequestPage>('manager', '/requests?limit=200');

    // then
    expect(new Set(items.map(({ department }) => department)).size).to.be.greaterThan(10);
    expect(items.map(({ status }) => status)).to.include.members(['in-progress', 'closed']);
  });

  it('leaves an alert with the department that owns its area', async () => {
    // when
    const waiting = await eventually(async () => {
      const { items } = await get<TaskPage>('caseworker.rmto-tehran', '/tasks?scope=unassigned&limit=200');
      return items.find(({ formKey }) => formKey === 'citizen-alert/approve');
    }, PATIENCE);

    // then
    expect(waiting.queue).to.equal('rmto-tehran');
    const { items } = await get<AlertPage>('manager', '/alerts?limit=100');
    expect(items.map(({ status }) => status)).to.include('awaiting-approval');
  });

  it('leaves each analyst a review of the other’s draft, and something of their own under way', async () => {
    for (const analyst of ['analyst', 'analyst.second']) {
      // when
      const { items } = await get<DraftPage>(analyst, '/drafts');

      // then
      const inReview = items.filter(({ state }) => state === 'in-review');
      expect(inReview.filter(({ createdBy }) => createdBy !== analyst)).to.have.length(1);
      const open = items.filter(({ state, createdBy }) => state === 'open' && createdBy === analyst);
      expect(open.map(({ openComments }) => openComments)).to.deep.equal([1]);
    }
  });

  it('leaves the administrator an approved draft to deploy, and cases on an old version to move', async () => {
    // when
    const { items: approved } = await get<DraftPage>('admin', '/drafts?state=approved');
    const versions = await eventually(async () => {
      const { items } = await get<LiveProcesses>('admin', '/instances/processes');
      const found = items.filter(({ processKey }) => processKey === 'housing-inquiry');
      return found.length > 1 && found;
    }, PATIENCE);

    // then
    expect(approved.map(({ processKey }) => processKey)).to.deep.equal(['information-request']);
    const newest = Math.max(...versions.map(({ version }) => version));
    const old = versions.filter(({ version }) => version < newest);
    expect(old.reduce((sum, { active }) => sum + (active ?? 0), 0)).to.be.greaterThan(0);
  });

  it('adds nothing when it is run again', async () => {
    // when
    const { filed, thereAlready, imported, alerts, processChanges } = await run();

    // then
    expect({ filed: filed.length, thereAlready, imported, alerts, processChanges }).to.deep.equal({
      filed: 0,
      thereAlready: FEW.size,
      imported: 0,
      alerts: 0,
      processChanges: 0,
    });
  });
});

function worksOnTasks({ roles }: DemoPerson): boolean {
  return roles.some((role) => WORKING_ROLES.includes(role));
}
