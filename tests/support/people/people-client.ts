import { randomUUID } from 'node:crypto';
import type { FiledRequest, GiveFeedback, Task, TaskCommandResult } from '#common/contract/index.ts';
import { type CallOptions, createCaller } from '../api-caller.ts';
import { eventually } from '../wait.ts';

/** Status 0 means that no response came. */
export type ApiResponse<T = unknown> = { status: number; body: T & { code?: string } };

export type FeedbackBody = Omit<GiveFeedback, 'track'>;

const MOBILE = '09121234567';

/** Maximum time a user keeps retrying; a broken component is back by then. */
const RETRY = { timeout: 90_000, every: 200 };

/** Client for citizens and caseworkers who use the API like the screens: without a response, or on a 5xx,
 *  they send the same request again. */
export function peopleClient(api: { readonly url: string }) {
  const caller = createCaller(() => api.url);

  /** Makes one call; a broken connection yields status 0. */
  const call = <T>(
    method: string,
    path: string,
    body?: object,
    options?: CallOptions,
  ): Promise<ApiResponse<T>> =>
    caller(method, `/api${path}`, body, options).catch(() => ({
      status: 0,
      body: {} as ApiResponse<T>['body'],
    }));

  const settled = <T>(once: () => Promise<ApiResponse<T>>): Promise<ApiResponse<T>> =>
    eventually(async () => {
      const answer = await once();
      if (answer.status === 0 || answer.status >= 500)
        throw new Error(`answered with ${answer.status} ${answer.body.code}`);
      return answer;
    }, RETRY);

  const track = ({ trackingCode }: FiledRequest) => ({ trackingCode, secondFactor: MOBILE.slice(-4) });

  const feedback = (request: FiledRequest, verdict: FeedbackBody) =>
    settled(() => call('POST', '/track/feedback', { track: track(request), ...verdict }));

  const holding = (task: Task, by: string) =>
    call<TaskCommandResult>(
      'POST',
      `/tasks/${task.key}/claim`,
      { expectedVersion: task.version },
      { as: by },
    );

  return {
    call,

    /** Files a request exactly once, however often it has to be sent. */
    async file({
      key = randomUUID(),
      ...given
    }: {
      key?: string;
      service?: string;
      text?: string;
      applicant?: object;
      place?: object;
      answers?: object;
    } = {}): Promise<FiledRequest> {
      const filing = {
        service: 'road-safety-signs',
        text: 'در کیلومتر ۱۲ جاده قدیم چاله عمیقی هست.',
        applicant: { name: 'سارا احمدی', mobile: MOBILE },
        place: { province: 'tehran' },
        answers: { road: 'جاده قدیم قم' },
        ...given,
      };
      const { status, body } = await settled<FiledRequest>(() =>
        call('POST', '/requests', filing, { headers: { 'idempotency-key': key } }),
      );
      if (status !== 201) throw new Error(`filing was answered with ${status} ${body.code}`);
      return body;
    },

    /** A 409 on a repeat means that the first attempt was accepted. */
    reply: (request: FiledRequest) =>
      settled(() => call('POST', '/track/reply', { track: track(request), text: 'پل دوم، سمت راست.' })),

    feedback,

    appeal: (request: FiledRequest) =>
      settled(() => call('POST', '/track/appeal', { track: track(request), text: 'کسی برای بازدید نیامد.' })),

    withdraw: (request: FiledRequest) =>
      settled(() => call('POST', '/track/withdraw', { track: track(request) })),

    /** Confirms the answer or asks to reopen; if reopening is no longer possible, confirms. */
    async confirmOrReopen(request: FiledRequest, { reopen }: { reopen: boolean }): Promise<void> {
      const reopened = { satisfied: false, reopen: true, text: 'هنوز پر نشده است.' };
      const { status } = await feedback(request, reopen ? reopened : { satisfied: true });
      if (reopen && status === 409) await feedback(request, { satisfied: true });
    },

    task: (key: string, by: string) => call<Task>('GET', `/tasks/${key}`, undefined, { as: by }),

    claim: holding,

    complete: (
      { key, version }: Pick<Task, 'key' | 'version'>,
      data: object,
      { submissionId, by, signal }: { submissionId: string; by: string; signal?: AbortSignal },
    ) =>
      call<TaskCommandResult>(
        'POST',
        `/tasks/${key}/complete`,
        { data, expectedVersion: version, submissionId },
        { as: by, ...(signal ? { signal } : {}) },
      ),

    /** Claims a task and completes it with one submission, retrying through any fault.
     *  @returns false if somebody else had claimed or completed it */
    claimAndComplete(key: string, data: object, by: string): Promise<boolean> {
      const submissionId = randomUUID();
      let sent = false;
      return eventually(async () => {
        const { status, body: task } = await this.task(key, by);
        if (status === 404 && !sent) return { mine: false };
        if (status !== 200) throw new Error(`the task was answered with ${status} ${task.code}`);
        if (task.state !== 'created' && !sent) return { mine: false };
        if (task.assignee !== null && task.assignee !== by) return { mine: false };
        if (task.assignee === null && task.state === 'created') {
          if (task.barred !== null) return { mine: false };
          const claimed = await holding(task, by);
          throw new Error(`claiming was answered with ${claimed.status} ${claimed.body.code}`);
        }
        sent = true;
        const completed = await this.complete(task, data, { by, submissionId });
        const { status: answer, body } = completed;
        if (answer === 200 && !body.pending) return { mine: true };
        throw new Error(`completing was answered with ${answer} ${body.code}, pending ${body.pending}`);
      }, RETRY).then(({ mine }) => mine);
    },
  };
}

export type PeopleClient = ReturnType<typeof peopleClient>;

/** Form data that a caseworker submits with `citizen-request/handle`. */
export const DECISIONS = {
  answer: {
    decision: 'answer',
    outcome: 'resolved',
    text: 'چاله پر شد.',
    evidence: 'گزارش بازدید ۱۲، عکس ۱ و ۲',
  },
  ask: { decision: 'ask-citizen', question: 'چاله در کدام سمت جاده است؟' },
  transfer: { decision: 'transfer', transferTo: 'railways', reason: 'این پل از آن راه‌آهن است.' },
} as const;
