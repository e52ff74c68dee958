import type { DraftComment } from '#common/contract/index.ts';

/** Stage of a process change. */
type Stage = 'open' | 'in-review' | 'returned' | 'approved' | 'deployed';

export type ProcessChange = {
  /** The same in every run, so that a later run finds it. */
  id: string;
  processKey: string;
  title: string;
  notes: { fa: string; en: string };
  author: string;
  reviewer: string;
  stage: Stage;
  /** Reason for returning it. */
  reason?: string;
  file: string;
  edit(content: string): string;
  comment?: Pick<DraftComment, 'elementId' | 'text'> & { by: string };
};

/** @throws when the file does not contain the text, so that no change is empty */
function replaced(content: string, from: string | RegExp, to: string): string {
  const edited = content.replace(from, to);
  if (edited === content) throw new Error(`The file does not hold ${String(from)}`);
  return edited;
}

const FIRST = 'analyst';
const SECOND = 'analyst.second';

const stageHours = (taskId: string, from: number, to: number) => (content: string) =>
  replaced(
    content,
    new RegExp(`(<bpmn:userTask id="${taskId}"[\\s\\S]*?name="sla.stageHours" value=")${from}"`),
    `$1${to}"`,
  );

type FormFile = {
  schema: { properties: Record<string, object> };
  uiSchema: Record<string, unknown> & { 'ui:order': string[] };
  texts: Record<'fa' | 'en', Record<string, string>>;
};

/** Adds an optional text field. */
const newField = (name: string, words: { fa: string; en: string }) => (content: string) => {
  const form = JSON.parse(content) as FormFile;
  form.schema.properties[name] = { title: `%${name}`, type: 'string', maxLength: 2000 };
  form.uiSchema['ui:order'].push(name);
  form.uiSchema[name] = { 'ui:widget': 'textarea', 'ui:options': { rows: 3 } };
  form.texts.fa[name] = words.fa;
  form.texts.en[name] = words.en;
  return `${JSON.stringify(form, null, 2)}\n`;
};

/** Process changes for the demo's analysts and administrator: one at each stage on its way to the engine. The
 *  first is deployed while cases run on the previous version. */
export const PROCESS_CHANGES: readonly ProcessChange[] = [
  {
    id: '0d3e0000-0000-4000-8000-000000000001',
    processKey: 'housing-inquiry',
    title: 'پرسش دوباره از سامانه املاک پس از یک ساعت',
    notes: {
      fa: 'سامانه املاک بیشتر در کمتر از یک ساعت برمی‌گردد؛ چهار ساعت انتظار لازم نیست.',
      en: 'The land register is mostly back within the hour; there is no need to wait for four.',
    },
    author: FIRST,
    reviewer: SECOND,
    stage: 'deployed',
    file: 'housing-inquiry.bpmn',
    edit: (content) =>
      replaced(
        replaced(replaced(content, '>PT4H<', '>PT1H<'), 'name="چهار ساعت بعد"', 'name="یک ساعت بعد"'),
        'value="Four hours later"',
        'value="One hour later"',
      ),
  },
  {
    id: '0d3e0000-0000-4000-8000-000000000002',
    processKey: 'information-request',
    title: 'مهلت کوتاه‌تر برای پاسخ در تماس نخست',
    notes: {
      fa: 'پرسش‌های ساده باید در همان دو ساعت نخست پاسخ داده شود.',
      en: 'Simple questions should be answered within the first two hours.',
    },
    author: SECOND,
    reviewer: FIRST,
    stage: 'approved',
    file: 'information-request.bpmn',
    edit: stageHours('Task_FirstContact', 4, 2),
  },
  {
    id: '0d3e0000-0000-4000-8000-000000000003',
    processKey: 'transport-complaint',
    title: 'پیشنهاد دفتر حقوقی در کنار نظر آن',
    notes: {
      fa: 'دفتر حقوقی بتواند پیشنهاد هم بنویسد تا رأی زودتر آماده شود.',
      en: 'The legal office can write a proposal beside its opinion, so that the decision is ready sooner.',
    },
    author: FIRST,
    reviewer: SECOND,
    stage: 'in-review',
    file: 'forms/transport-complaint/legal-opinion.json',
    edit: newField('proposal', { fa: 'پیشنهاد (اگر دارید)', en: 'Proposal, if any' }),
    comment: {
      by: FIRST,
      elementId: null,
      text: 'این فیلد اختیاری است تا کسی ناچار نشود چیزی بنویسد.',
    },
  },
  {
    id: '0d3e0000-0000-4000-8000-000000000004',
    processKey: 'urban-development-objection',
    title: 'ده روز برای نظر اعضای کمیته',
    notes: {
      fa: 'بیشتر نظرها در یک هفته می‌رسد؛ چهارده روز انتظار لازم نیست.',
      en: 'Most opinions come within a week; fourteen days are more than is needed.',
    },
    author: SECOND,
    reviewer: FIRST,
    stage: 'in-review',
    file: 'urban-development-objection.bpmn',
    edit: (content) => replaced(content, '>P14D<', '>P10D<'),
  },
  {
    id: '0d3e0000-0000-4000-8000-000000000005',
    processKey: 'road-defect',
    title: 'راستی‌آزمایی پس از دو بار، نه سه بار',
    notes: {
      fa: 'اگر تعمیر دو بار پذیرفته نشد، رئیس واحد تصمیم بگیرد.',
      en: 'When a repair was refused twice, the head of the department decides.',
    },
    author: FIRST,
    reviewer: SECOND,
    stage: 'returned',
    reason: 'لطفاً بنویسید با پرونده‌هایی که اکنون در بار دوم هستند چه می‌شود.',
    file: 'road-defect.bpmn',
    edit: (content) => replaced(content, '=failures &lt; 3<', '=failures &lt; 2<'),
    comment: {
      by: SECOND,
      elementId: 'Task_VerifyRepair',
      text: 'آیا عکس پیش از تعمیر هم باید اینجا دیده شود؟',
    },
  },
  {
    id: '0d3e0000-0000-4000-8000-000000000006',
    processKey: 'staff-complaint',
    title: 'مهلت رسیدگی محرمانه: سی‌ودو ساعت کاری',
    notes: {
      fa: 'هنوز پیش‌نویس است.',
      en: 'Still a draft.',
    },
    author: SECOND,
    reviewer: FIRST,
    stage: 'open',
    file: 'staff-complaint.bpmn',
    edit: stageHours('Task_Investigate', 40, 32),
    comment: {
      by: FIRST,
      elementId: 'Task_Investigate',
      text: 'دفتر بازرسی با این زمان موافق است؟',
    },
  },
];
