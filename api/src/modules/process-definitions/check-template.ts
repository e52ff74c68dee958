import { validateZeebe } from '@bpmn-io/element-templates-validator';
import {
  type ElementTemplate,
  LOCALES,
  localizeTemplate,
  type ProcessFinding,
  type Text,
} from '#common/contract/index.ts';

const MAX_TEMPLATE_LENGTH = 100_000;

/** Returns the errors of an element template: unreadable, not accepted by the modeler, missing texts, or a
 *  job type that no worker serves. */
export function checkTemplate(
  name: string,
  content: string,
  known: { jobTypes: readonly string[]; processes: readonly string[] },
): ProcessFinding[] {
  const finding = (rule: string, message: Text): ProcessFinding => ({
    file: name,
    rule,
    elementId: '',
    message,
  });
  if (content.length > MAX_TEMPLATE_LENGTH)
    return [
      finding('template-size', {
        fa: `گام آماده ${content.length} نویسه دارد؛ بیشترین اندازه ${MAX_TEMPLATE_LENGTH} نویسه است.`,
        en: `The ready step has ${content.length} characters; the most is ${MAX_TEMPLATE_LENGTH}.`,
      }),
    ];
  let template: ElementTemplate;
  try {
    template = JSON.parse(content) as ElementTemplate;
    if (typeof template.metadata.texts.fa !== 'object' || typeof template.metadata.texts.en !== 'object')
      throw new Error('texts');
  } catch {
    return [
      finding('template-readable', {
        fa: 'فایل گام آماده JSON درستی با متن‌های دوزبانه نیست.',
        en: 'The file of the ready step is not correct JSON with texts in both languages.',
      }),
    ];
  }
  const wrong = [...texts(template), ...schema(template)].map((message) =>
    finding('template-shape', message),
  );
  return wrong.length > 0
    ? wrong
    : [
        ...identity(name, template).map((message) => finding('template-id', message)),
        ...jobFindings(template, known).map((message) => finding('template-work', message)),
      ];
}

function texts(template: ElementTemplate): Text[] {
  const { fa, en } = template.metadata.texts;
  const used = new Set(
    [...JSON.stringify({ ...template, metadata: {} }).matchAll(/"%([^"\\]+)"/g)].map(([, key = '']) => key),
  );
  return [...used]
    .filter((key) =>
      [fa, en].some(
        (given) => !Object.hasOwn(given, key) || typeof given[key] !== 'string' || !given[key].trim(),
      ),
    )
    .map((key) => ({
      fa: `متن «${key}» در هر دو زبان نوشته نشده است.`,
      en: `The text “${key}” is not there in both languages.`,
    }));
}

/** Checks a template only when its texts are there, because it is checked in each language as people get
 *  it. */
function schema(template: ElementTemplate): Text[] {
  if (texts(template).length > 0) return [];
  const errors = LOCALES.flatMap((locale) => {
    const { valid, errors: found } = validateZeebe(localizeTemplate(template, locale));
    return valid ? [] : (found ?? []).map(({ message }) => message);
  });
  return [...new Set(errors)].slice(0, 5).map((message) => ({
    fa: `گام آماده آن‌گونه نیست که ابزار مدل‌سازی می‌خواهد (${message.slice(0, 120)}).`,
    en: `The ready step is not as the modeler takes it: ${message.slice(0, 200)}`,
  }));
}

function identity(name: string, { id }: ElementTemplate): Text[] {
  const wanted = `shahrah.${name.replace(/^templates\//, '').replace(/\.json$/, '')}`;
  if (id === wanted) return [];
  return [
    {
      fa: `شناسهٔ گام آماده باید ${wanted} باشد، مانند نام فایل آن.`,
      en: `The id of the ready step must be ${wanted}, like its file.`,
    },
  ];
}

const boundValues = ({ properties }: ElementTemplate, type: string, property: string): string[] =>
  properties.flatMap(({ binding, value }) =>
    binding.type === type && 'property' in binding && binding.property === property && value ? [value] : [],
  );

function jobFindings(
  template: ElementTemplate,
  { jobTypes, processes }: { jobTypes: readonly string[]; processes: readonly string[] },
): Text[] {
  const jobs = boundValues(template, 'zeebe:taskDefinition', 'type').filter(
    (type) => !jobTypes.includes(type),
  );
  const calls = boundValues(template, 'zeebe:calledElement', 'processId').filter(
    (key) => !processes.includes(key),
  );
  return [
    ...jobs.map((type) => ({
      fa: `نوع کار «${type}» را هیچ کارگری انجام نمی‌دهد.`,
      en: `No worker does jobs of the type “${type}”.`,
    })),
    ...calls.map((key) => ({
      fa: `فرایند «${key}» که این گام صدا می‌زند وجود ندارد.`,
      en: `The process “${key}” that this step calls does not exist.`,
    })),
  ];
}
