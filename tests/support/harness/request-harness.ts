import { randomUUID } from 'node:crypto';
import { closingRulesProvider, type RequestsService } from '#api/modules/requests/index.ts';
import { identifier, signedLinks } from '#api/modules/tracking/index.ts';
import { type TrackingService, trackingService } from '#api/modules/tracking/tracking.service.ts';
import { trackingView } from '#api/modules/tracking/tracking.view.ts';
import type { Db } from '#api/platform/db.ts';
import type { TrackRequest } from '#common/contract/index.ts';
import { someKey } from '../fixtures/builders.ts';
import { aFiling, aRequestsService } from '../fixtures/requests-service.ts';
import { unlimitedAttempts } from '../fixtures/unlimited-attempts.ts';

const DAY_MS = 86_400_000;

export type TestCase = { id: string; track: TrackRequest };

/** Request life cycle without an engine: the tests decide when its steps are due. The clock stands still
 *  until `passDays`. */
export type RequestHarness = {
  readonly requests: RequestsService;
  readonly tracking: TrackingService;
  now(): Date;
  pass(ms: number): void;
  passDays(days: number): void;
  /** Credentials that the link in a message about the request carries. */
  linkTo(one: TestCase): TrackRequest;
  /** Files a request and routes it to its department. */
  routedCase(given?: Parameters<typeof aFiling>[0]): Promise<TestCase>;
  /** Submits a form as a caseworker: that of this element, or of `Task_HandleRequest`. */
  submit(one: TestCase, data: Record<string, unknown>, by?: string, elementId?: string): Promise<void>;
  /** Answers as a caseworker, and delivers the answer as the process does. */
  answer(one: TestCase, by?: string, data?: Record<string, unknown>): Promise<void>;
  /** Like `routedCase`, and answered. */
  answeredCase(by?: string): Promise<TestCase>;
  reopen(one: TestCase): Promise<unknown>;
  /** Reopens the request as the process does on the citizen's wish. */
  reopenWork(one: TestCase): Promise<{ department: string; reopenings: number }>;
  close(one: TestCase, reason?: string): Promise<Record<string, unknown>>;
  /** Like `answeredCase`, and closed because no feedback came. */
  closedCase(by?: string): Promise<TestCase>;
  appeal(one: TestCase): Promise<unknown>;
  /** Files the appeal as the process does.
   *  @returns the department that decides */
  fileAppeal(one: TestCase): Promise<string>;
  decideAppeal(one: TestCase, decision: 'upheld' | 'rejected'): Promise<Record<string, unknown>>;
  row(one: TestCase): Promise<Record<string, unknown>>;
  eventKinds(one: TestCase): Promise<string[]>;
  messages(one: TestCase): Promise<string[]>;
};

export const FIRST_OFFICER = 'caseworker.rmto-tehran';
export const SECOND_OFFICER = 'caseworker.rmto-tehran-2';

const ANSWER = { decision: 'answer', outcome: 'resolved', text: 'چاله پر شد.', evidence: 'گزارش ۱۲' };

export function aRequestHarness(db: Db, begin = new Date()): RequestHarness {
  let now = begin;
  const clock = { now: () => now };
  const requests = aRequestsService(db, { clock });
  const links = signedLinks({ secret: 'x'.repeat(32), publicUrl: 'https://example.org', clock });
  const view = trackingView({ db, clock, rules: closingRulesProvider({ db }) });
  const identify = identifier({ db, clock, links });
  const tracking = trackingService({ requests, view, identify: (by) => identify(by, unlimitedAttempts) });
  const step = ({ id }: TestCase) => ({ requestId: id, onceKey: randomUUID() });

  const harness: RequestHarness = {
    requests,
    tracking,
    now: () => now,
    pass: (ms) => {
      now = new Date(now.getTime() + ms);
    },
    passDays: (days) => harness.pass(days * DAY_MS),
    linkTo: ({ id }) => ({ token: links.tokenFor(id) }),
    async routedCase(given = {}) {
      const { id, trackingCode } = await requests.register(aFiling(given));
      const routing = { department: 'rmto-tehran', priority: 'normal', rule: 'r' } as const;
      const one = { id, track: { trackingCode, secondFactor: '4567' } };
      await requests.steps.recordRouting({ ...routing, ...step(one) });
      return one;
    },
    async submit({ id }, data, by = FIRST_OFFICER, elementId = 'Task_HandleRequest') {
      await db('task_submissions').insert({
        id: randomUUID(),
        task_key: someKey(),
        request_id: id,
        element_id: elementId,
        data,
        submitted_by: by,
        submitted_at: now,
        state: 'accepted',
      });
    },
    async answer(one, by = FIRST_OFFICER, data = ANSWER) {
      await harness.submit(one, data, by);
      await requests.steps.deliverAnswer(step(one));
      harness.pass(1_000);
    },
    async answeredCase(by) {
      const one = await harness.routedCase();
      await harness.answer(one, by);
      return one;
    },
    reopen: ({ track }) =>
      tracking.giveFeedback({ track, satisfied: false, reopen: true, text: 'چاله هنوز هست.' }),
    reopenWork: async (one) => (await requests.steps.reopenWork(step(one))).variables,
    close: async (one, reason = 'time-out') =>
      (await requests.steps.closeRequest({ ...step(one), reason })).variables,
    async closedCase(by) {
      const one = await harness.answeredCase(by);
      harness.passDays(15);
      await harness.close(one);
      return one;
    },
    appeal: ({ track }) => tracking.appeal({ track, text: 'پاسخ درست نیست.' }),
    fileAppeal: async (one) => (await requests.steps.fileAppeal(step(one))).variables.appealDepartment,
    async decideAppeal(one, decision) {
      await harness.submit(one, { decision, text: 'رأی' }, 'deputy.ministry');
      return (await requests.steps.decideAppeal(step(one))).variables;
    },
    row: ({ id }) => db('requests').where({ id }).first(),
    eventKinds: ({ id }) => db('request_events').where({ request_id: id }).orderBy('id').pluck('kind'),
    messages: async ({ id }) =>
      (await db('outbox').where({ request_id: id, kind: 'message' }).orderBy('id')).map(
        ({ message_name: name, variables }) => [name, variables.feedback].filter(Boolean).join(': '),
      ),
  };
  return harness;
}

/** Returns the error code of a rejected step, or `accepted`. */
export const outcomeCodeOf = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'accepted',
    (thrown: { code?: unknown }) => thrown.code ?? thrown,
  );
