import { setTimeout as pause } from 'node:timers/promises';
import type { AlertDraft, AlertPage, AlertView, Task, TaskCommandResult } from '#common/contract/index.ts';
import type { ApiClient } from './api-client.ts';
import { inDays } from './scenario.ts';

type Plan = Omit<AlertDraft, 'validUntil'> & {
  author: string;
  validDays: number;
  /** Username of the approver; without one the alert waits for approval. */
  approvedBy?: string;
};

export const ALERTS: readonly Plan[] = [
  {
    author: 'caseworker.rmto',
    kind: 'road-works',
    severity: 'warning',
    provinces: ['tehran'],
    title: { fa: 'آسفالت شبانه جاده فیروزکوه', en: 'Night works on the Firuzkuh road' },
    text: {
      fa: 'از شنبه تا چهارشنبه آینده، ساعت ۲۲ تا ۵ صبح، یک خط جاده فیروزکوه برای آسفالت بسته است. لطفاً آهسته برانید.',
      en: 'From Saturday to Wednesday, 22:00 to 5:00, one lane of the Firuzkuh road is closed for resurfacing. Please drive slowly.',
    },
    validDays: 7,
  },
  {
    author: 'supervisor.rmto-tehran',
    kind: 'weather',
    severity: 'warning',
    provinces: [],
    title: { fa: 'برف و یخبندان در گردنه‌های کشور', en: 'Snow and ice on mountain passes' },
    text: {
      fa: 'از فردا تا سه روز در گردنه‌ها برف می‌بارد. زنجیر چرخ همراه داشته باشید و پیش از سفر وضع راه را بپرسید.',
      en: 'Snow is expected on mountain passes for three days from tomorrow. Carry snow chains and ask about the road before you leave.',
    },
    validDays: 3,
  },
  {
    author: 'caseworker.province-tehran',
    kind: 'housing-deadline',
    severity: 'info',
    provinces: ['tehran'],
    title: { fa: 'مهلت پرداخت آورده طرح نهضت ملی مسکن', en: 'Payment deadline for national housing' },
    text: {
      fa: 'مهلت پرداخت آورده مرحله دوم در استان تهران پایان این ماه است. پس از پرداخت، رسید را در سامانه ببینید.',
      en: 'The second payment for national housing in Tehran is due at the end of this month. Check the receipt on the site after you pay.',
    },
    validDays: 20,
  },
  {
    author: 'caseworker.rmto',
    kind: 'road-closed',
    severity: 'info',
    provinces: ['tehran'],
    title: { fa: 'بسته بودن جاده فشم در روز جمعه', en: 'The Fasham road is closed on Friday' },
    text: {
      fa: 'جاده تهران به فشم روز جمعه از ساعت ۸ تا ۱۲ برای مسابقه دوچرخه‌سواری بسته است.',
      en: 'The road from Tehran to Fasham is closed on Friday from 8:00 to 12:00 for a bicycle race.',
    },
    validDays: 5,
    approvedBy: 'caseworker.rmto-tehran',
  },
];

const TASK_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 300;

/** Submits alerts: some wait for the approval of the area's owner, one is approved. Existing alerts stay.
 *  @returns how many were submitted */
export async function handInAlerts(api: ApiClient, today: Date): Promise<number> {
  let handedIn = 0;
  for (const { validDays, approvedBy, author, ...plan } of ALERTS) {
    const known = await api.call<AlertPage>('GET', '/alerts?limit=100', { as: author });
    if (known.items.some(({ title }) => title.fa === plan.title.fa)) continue;
    const body = { ...plan, validUntil: inDays(today, validDays).toISOString() };
    const { id, version } = await api.call<AlertView>('POST', '/alerts', { as: author, body });
    await api.call('POST', `/alerts/${id}/submit`, { as: author, body: { expectedVersion: version } });
    if (approvedBy) await approve(api, id, approvedBy);
    handedIn += 1;
  }
  return handedIn;
}

async function approve(api: ApiClient, id: string, as: string): Promise<void> {
  for (const end = Date.now() + TASK_WITHIN_MS; Date.now() < end; await pause(LOOK_EVERY_MS)) {
    const alert = await api.call<AlertView>('GET', `/alerts/${id}`, { as }).catch(() => undefined);
    if (!alert?.taskKey) continue;
    const path = `/tasks/${alert.taskKey}`;
    const { version } = await api.call<Task>('GET', path, { as });
    const claim = { as, body: { expectedVersion: version } };
    await api.call<TaskCommandResult>('POST', `${path}/claim`, claim);
    const held = await api.call<Task>('GET', path, { as });
    const body = { data: { decision: 'approve' }, expectedVersion: held.version };
    await api.call('POST', `${path}/complete`, { as, body });
    return;
  }
}
