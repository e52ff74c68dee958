import type { Department, Province, Service, WorkingCalendar } from '#common/contract/index.ts';
import { demoPeople } from '../realm/realm.ts';
import { handInAlerts } from './alerts.ts';
import type { ApiClient } from './api-client.ts';
import { applyProcessChanges } from './apply-process-changes.ts';
import { type CasePlan, demoCase } from './demo-case.ts';
import { file, type FiledCase } from './filing.ts';
import { importLegacyRegister } from './import-legacy-register.ts';
import type { LegacyCase } from './legacy-cases.ts';
import { runConcurrently } from './run-concurrently.ts';
import { staffingOf } from './staffing.ts';
import { workCases, type WorkDone } from './work-cases.ts';

export type DemoStage = 'filing' | 'importing' | 'working' | 'changing';

export type DemoRun = {
  /** The cases this run has filed; `work` covers some of them. */
  filed: readonly FiledCase[];
  thereAlready: number;
  imported: number;
  work: WorkDone;
  alerts: number;
  processChanges: number;
};

type Deps = {
  api: ApiClient;
  databaseUrl: string;
  plans: readonly CasePlan[];
  oldCases: readonly LegacyCase[];
  now: () => Date;
  onProgress: (stage: DemoStage, done: number, total: number) => void;
};

const CONCURRENCY = 4;

/** Fills a system with requests and lets the demo people work on some of them, always through the interfaces
 *  that people use. Whatever an earlier run has filed, submitted or started is found by its key and left as
 *  it is. */
export async function runDemo({
  api,
  databaseUrl,
  plans,
  oldCases,
  now,
  onProgress,
}: Deps): Promise<DemoRun> {
  const get = <T>(path: string): Promise<T> => api.call<T>('GET', path, { as: null });
  const [services, provinces, departments, calendar] = await Promise.all([
    get<Service[]>('/services'),
    get<{ items: Province[] }>('/provinces'),
    get<{ items: Department[] }>('/departments'),
    get<WorkingCalendar>('/working-calendar'),
  ]);
  const today = now();
  const facts = { provinceNames: new Map(provinces.items.map(({ code, name }) => [code, name.fa])), today };
  let done = 0;
  onProgress('filing', 0, plans.length);
  const filed = await file(
    api,
    plans.map((plan) => demoCase(plan, facts)),
    { since: today, onFiled: () => onProgress('filing', (done += 1), plans.length) },
  );

  const people = demoPeople();
  if (filed.length > 0)
    await runConcurrently(CONCURRENCY, people, ({ username }) => api.call('GET', '/me', { as: username }));

  const old = filed.length > 0 ? oldCases.map((plan) => demoCase(plan, facts)) : [];
  onProgress('importing', 0, old.length);
  if (old.length > 0) await importLegacyRegister(old, { services, calendar, databaseUrl });
  onProgress('importing', old.length, old.length);

  onProgress('working', 0, filed.length);
  const office = staffingOf(people, departments.items);
  const work = await workCases(api, office, filed, (count) => onProgress('working', count, filed.length));

  onProgress('changing', 0, 2);
  const alerts = await handInAlerts(api, today);
  onProgress('changing', 1, 2);
  const processChanges = await applyProcessChanges(api);
  onProgress('changing', 2, 2);
  return {
    filed,
    thereAlready: plans.length - filed.length,
    imported: old.length,
    work,
    alerts,
    processChanges,
  };
}
