import { formKeyOf, type ProcessFile, type ProcessFinding } from '../../../contract/index.ts';
import {
  lintDecision,
  lintDiagram,
  processFacts,
  type DecisionContext,
  type Finding,
  type LintContext,
} from '../../../../lint/index.ts';
import { checkTemplate } from './check-template.ts';
import { readKnown, readOrRefuse, type Read } from './read-file.ts';

/** What the files are checked against. `files` are those that run already; `removed` are the names of those that are to go, or
 *  have gone before. */
export type Surroundings = Pick<LintContext, 'forms' | 'groups' | 'jobTypes'> &
  DecisionContext & { files: readonly ProcessFile[]; removed?: readonly string[] };

export type Checked = {
  errors: ProcessFinding[];
  warnings: ProcessFinding[];
  /** The processes or decisions in each file, by its name. */
  keys: Map<string, string[]>;
};

type Found = ProcessFinding & { category: 'error' | 'warn' };

/** Checks files as if they were deployed together: each may refer to the others and to what runs already, and none may break a
 *  diagram that runs already. */
export async function checkFiles(files: readonly ProcessFile[], given: Surroundings): Promise<Checked> {
  const { removed = [] } = given;
  const twice = files.filter(({ name }, at) => files.findIndex((file) => file.name === name) !== at);
  const results = await Promise.all(files.map(readOrRefuse));
  const read = results.flatMap((result) => ('findings' in result ? [] : [result]));
  const unreadable = results.flatMap((result) => ('findings' in result ? result.findings : []));
  const running = await readKnown(given.files);
  const staying = running.filter(
    ({ name }) => !removed.includes(name) && !files.some((file) => file.name === name),
  );
  const context = contextOf([...staying, ...read], given);
  const findings = [
    ...(await Promise.all(read.map((one) => findingsIn(one, context, given)))).flat(),
    ...(await brokenElsewhere({ running, staying, read, context, given })),
  ];
  const only = (wanted: 'error' | 'warn') =>
    findings.filter(({ category }) => category === wanted).map(({ category: _, ...finding }) => finding);
  return {
    errors: [
      ...twice.map(({ name }) => sameName(name)),
      ...removed
        .filter((name) => name.endsWith('.bpmn') && running.some((one) => one.name === name))
        .map(diagramStays),
      ...unreadable,
      ...only('error'),
    ],
    warnings: only('warn'),
    keys: new Map(read.map((one) => [one.name, keysOf(one)])),
  };
}

/** What the rules are told of everything that will run, and of what there is besides. */
function contextOf(all: readonly Read[], given: Surroundings): LintContext {
  const { forms, groups, jobTypes, removed = [] } = given;
  const gone = removed.filter((name) => name.startsWith('forms/')).map(formKeyOf);
  const kept = Object.entries(forms).filter(([key]) => !gone.includes(key));
  return {
    groups,
    jobTypes,
    forms: {
      ...Object.fromEntries(kept),
      ...Object.fromEntries(all.flatMap((one) => ('form' in one ? [[formKeyOf(one.name), one.form]] : []))),
    },
    processes: all.flatMap((one) => ('diagram' in one ? [processFacts(one.diagram)] : [])),
    decisions: all.flatMap((one) => ('decisions' in one ? keysOf(one) : [])),
  };
}

async function findingsIn(one: Read, context: LintContext, given: Surroundings): Promise<Found[]> {
  const named = (findings: readonly Finding[]) => findings.map((found) => ({ file: one.name, ...found }));
  if ('diagram' in one) return named(await lintDiagram(one.diagram.root, context));
  if ('decisions' in one) return named(one.decisions.flatMap((decision) => lintDecision(decision, given)));
  if ('form' in one) return [];
  const processes = context.processes.map(({ key }) => key);
  const { jobTypes } = context;
  return checkTemplate(one.name, one.content, { jobTypes, processes }).map((finding) => ({
    ...finding,
    category: 'error' as const,
  }));
}

export const keysOf = (one: Read): string[] => {
  if ('diagram' in one) return [String(one.diagram.process.id)];
  return 'decisions' in one ? one.decisions.map(({ id }) => id) : [];
};

/** What diagrams that stay as they are would break because a form or a table changes or goes. */
async function brokenElsewhere(all: {
  running: readonly Read[];
  staying: readonly Read[];
  read: readonly Read[];
  context: LintContext;
  given: Surroundings;
}): Promise<Found[]> {
  const { running, staying, read, context, given } = all;
  const names = [...read.map(({ name }) => name), ...(given.removed ?? [])];
  const words = [
    ...names.filter((name) => name.startsWith('forms/')).map(formKeyOf),
    ...running.filter((one) => 'decisions' in one && names.includes(one.name)).flatMap(keysOf),
  ];
  const concerned = staying.filter(
    (one) => 'diagram' in one && words.some((word) => one.content.includes(`"${word}"`)),
  );
  if (concerned.length === 0) return [];
  const before = contextOf(running, { ...given, removed: [] });
  const found = await Promise.all(
    concerned.map(async (one) => {
      const old = new Set((await findingsIn(one, before, given)).map(placeOf));
      return (await findingsIn(one, context, given)).filter((finding) => !old.has(placeOf(finding)));
    }),
  );
  return found.flat();
}

const placeOf = ({ rule, elementId, message }: Found): string => `${rule} ${elementId} ${message.en}`;

const sameName = (file: string): ProcessFinding => ({
  file,
  rule: 'file-name',
  elementId: '',
  message: { fa: `دو فایل ${file} فرستاده شد.`, en: `Two files are called ${file}.` },
});

const diagramStays = (file: string): ProcessFinding => ({
  file,
  rule: 'diagram-stays',
  elementId: '',
  message: {
    fa: `نمودار ${file} اجرا می‌شود و با استقرار برداشته نمی‌شود.`,
    en: `The diagram ${file} runs; a deployment does not take it away.`,
  },
});
