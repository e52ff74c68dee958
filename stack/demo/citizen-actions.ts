import type { RequestStatus } from '#common/contract/index.ts';
import type { ApiClient } from './api-client.ts';
import type { FiledCase } from './filing.ts';

/** Next action of a citizen. */
type CitizenStep = 'reply' | 'feedback' | 'appeal';

const BY_STATUS: Partial<Record<RequestStatus, CitizenStep>> = {
  'waiting-citizen': 'reply',
  answered: 'feedback',
  closed: 'appeal',
};

/** Returns what the citizen of a case does in a status, if anything. */
export function nextCitizenStep(
  { course }: Pick<FiledCase, 'course'>,
  status: RequestStatus,
): CitizenStep | undefined {
  const step = BY_STATUS[status];
  const wanted: Record<CitizenStep, boolean> = {
    reply: course.asks === true && course.rests !== 'waiting-citizen',
    feedback: course.word !== undefined,
    appeal: course.appeals === true,
  };
  return step && wanted[step] ? step : undefined;
}

/** Returns how many calls to the tracking page a case takes; each address has a quota of them per quarter of
 *  an hour. */
export const trackingCalls = ({ course }: Pick<FiledCase, 'course'>): number =>
  (['waiting-citizen', 'answered', 'closed'] as const).filter((status) => nextCitizenStep({ course }, status))
    .length;

/** @throws ApiRefused */
export async function actAsCitizen(api: ApiClient, one: FiledCase, step: CitizenStep): Promise<void> {
  const track = { trackingCode: one.request.trackingCode, secondFactor: one.secondFactor };
  await api.call('POST', `/track/${step}`, { as: null, body: { track, ...wordsOf(one, step) } });
}

function wordsOf({ matter, course }: FiledCase, step: CitizenStep): object {
  if (step === 'reply') return { text: matter.question.reply };
  if (step === 'appeal') return { text: doubtOf(matter) };
  if (course.word === 'confirmed') return { satisfied: true, reasons: ['solved'] };
  return course.word === 'reopened'
    ? { satisfied: false, reopen: true, reasons: ['not-solved'], text: doubtOf(matter) }
    : { satisfied: false, reopen: false, reasons: ['disagree'], text: doubtOf(matter) };
}

function doubtOf({ doubt }: FiledCase['matter']): string {
  if (doubt === undefined) throw new Error('This citizen has no reason not to be satisfied');
  return doubt;
}
