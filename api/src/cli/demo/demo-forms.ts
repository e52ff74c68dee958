import { ANSWERS, QUESTIONS } from './demo-texts.ts';

/** What a form says of the request when it is sent. */
export type Said = 'answered' | 'asked' | 'worked';
export type Filled = { data: Record<string, unknown>; said: Said };

const DAY_MS = 86_400_000;
const PHOTOS = 'عکس‌های پرونده در بایگانی واحد';
const DONE_BY_ANSWER = { decision: 'answer' } as const;

const answer = (n: number): Filled => ({
  data: { ...DONE_BY_ANSWER, ...pick(ANSWERS, n) },
  said: 'answered',
});
const question = (n: number): Filled => ({
  data: { decision: 'ask-citizen', question: pick(QUESTIONS, n) },
  said: 'asked',
});
const worked = (data: Record<string, unknown>): Filled => ({ data, said: 'worked' });

/** For forms that ask for no evidence. */
const plainAnswer = (n: number): Filled => {
  const { evidence: _none, ...plain } = { evidence: '', ...pick(ANSWERS, n) };
  return { data: { ...DONE_BY_ANSWER, ...plain }, said: 'answered' };
};

/** How demo people fill the forms of the processes, by the key of the form; `n` counts the tasks of a person, so that what
 *  follows differs from one to the next. */
const FORMS: Record<string, (n: number) => Filled> = {
  'citizen-request/handle': (n) => (n % 2 === 0 ? answer(n / 2) : question(n)),
  'citizen-request/act-at-once': () => worked({ measures: 'محل ایمن شد و اکیپ اعزام شد.', averted: 'yes' }),
  'transfer/accept': () => worked({ decision: 'accept' }),

  'road-defect/check-danger': (n) =>
    n % 5 === 0
      ? worked({ decision: 'emergency', note: 'نیمی از راه بسته است.' })
      : n % 5 === 4
        ? question(n)
        : worked({ decision: 'inspect' }),
  'road-defect/secure-road': () => worked({ securing: 'lane-closed', evidence: PHOTOS }),
  'road-defect/take-up-emergency': () => worked({ informed: ['police', 'broadcast'] }),
  'road-defect/inspect': (n) =>
    n % 4 === 3
      ? worked({ finding: 'no-repair', explanation: 'در بازدید خرابی دیده نشد.', evidence: PHOTOS })
      : worked({
          finding: 'repair',
          repairKind: n % 3 === 0 ? 'bridge-slope' : 'surface',
          extent: 'حدود دو متر مربع از روسازی از بین رفته است.',
          evidence: PHOTOS,
        }),
  'road-defect/repair': () =>
    worked({ work: 'روسازی ترمیم شد.', evidence: PHOTOS, finishedOn: new Date().toISOString().slice(0, 10) }),
  'road-defect/verify': (n) =>
    n % 4 === 3
      ? worked({ verdict: 'not-good', deficiency: 'لبه‌ها هموار نیست.', evidence: PHOTOS })
      : worked({ verdict: 'good', evidence: PHOTOS }),
  'road-defect/answer': answer,

  'transport-complaint/review': (n) =>
    n % 4 === 3
      ? question(n)
      : worked({
          decision: 'ask-carrier',
          carrier: 'شرکت مسافربری نمونه',
          carrierDays: 10,
          carrierQuestion: 'درباره سفر یادشده توضیح دهید و مدارک آن را بفرستید.',
        }),
  'transport-complaint/legal-opinion': () =>
    worked({
      opinion: 'رفتار شرکت با مقررات سازگار نبوده است.',
      basis: 'آیین‌نامه حمل‌ونقل جاده‌ای، ماده ۳۱',
    }),
  'transport-complaint/technical-opinion': () =>
    worked({ opinion: 'داده‌های سامانه گفته شهروند را تأیید می‌کند.' }),
  'transport-complaint/set-hearing': () =>
    worked({
      hearingAt: new Date(Date.now() + 5 * DAY_MS).toISOString(),
      venue: 'اداره کل راهداری، سالن جلسات',
      invited: 'شهروند و نماینده شرکت',
    }),
  'transport-complaint/decide': (n) => ({
    data: { ...DONE_BY_ANSWER, ...pick(ANSWERS, n), measure: n % 2 === 0 ? 'warning' : 'none' },
    said: 'worked',
  }),
  'transport-complaint/check-decision': () => ({ data: { check: 'confirm' }, said: 'answered' }),

  'information-request/first-contact': (n) =>
    n % 2 === 0
      ? {
          data: {
            ...DONE_BY_ANSWER,
            outcome: 'resolved',
            text: 'نشانی و ساعت کار همه واحدها در صفحه «تماس با ما» آمده است.',
            article: 'نشانی و ساعت کار واحدها',
          },
          said: 'answered',
        }
      : worked({ decision: 'route' }),
  'information-request/answer': (n) => (n % 3 === 2 ? question(n) : answer(n)),

  'housing-inquiry/examine': (n) => (n % 3 === 2 ? question(n) : plainAnswer(n)),
  'housing-inquiry/look-up': (n) => worked({ finding: n % 2 === 0 ? 'owner' : 'not-found' }),

  'urban-development-objection/examine': (n) =>
    n % 4 === 1 ? question(n) : worked({ decision: 'consult', note: 'سه واحد نظر بدهند.' }),
  'urban-development-objection/opinion': (n) =>
    worked({ opinion: n % 3 === 0 ? 'reject' : 'uphold', grounds: 'برابر ضوابط طرح تفصیلی' }),
  'urban-development-objection/decide': plainAnswer,

  'staff-complaint/investigate': (n) =>
    n % 3 === 1 ? question(n) : { data: { ...plainAnswer(0).data, founded: n % 2 === 0 }, said: 'answered' },
  'staff-complaint/decide-measure': () => worked({ measure: 'training' }),
};

/** @returns undefined for a form that nobody fills in the demonstration */
export const fillForm = (formKey: string | null, n: number): Filled | undefined =>
  formKey === null ? undefined : FORMS[formKey]?.(n);

function pick<T>(list: readonly T[], n: number): T {
  return list[Math.floor(n) % list.length] as T;
}

export const DEMO_FORMS = Object.keys(FORMS);
