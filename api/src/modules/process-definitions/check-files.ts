import { mapSequentially } from '#api/platform/map-sequentially.ts';
import { type Sandbox, SandboxLimitExceeded } from '#api/sandbox/index.ts';
import { formKeyOf, type ProcessFile, processFileKind, type ProcessFinding } from '#common/contract/index.ts';
import {
  type CategorizedFinding,
  type FileContext,
  type FileFacts,
  type LimitedFindings,
  MAX_FINDINGS,
} from './findings.ts';

/** Context of a check. `files` are those that already run; `removed` are the names of those that are to be
 *  removed, or were removed before. */
export type CheckContext = Omit<FileContext, 'processes' | 'decisions'> & {
  files: readonly ProcessFile[];
  removed?: readonly string[];
};

export type CheckResult = {
  errors: ProcessFinding[];
  warnings: ProcessFinding[];
  /** Number of findings beyond those listed. */
  more: number;
  /** Processes or decisions in each file, by its name. */
  keys: Map<string, string[]>;
};

export type FileChecks = Pick<Sandbox, 'factsOfFile' | 'factsOfFiles' | 'lintFile' | 'lintTables'>;

/** Checks files as if they were deployed together: each may refer to the others and to what already runs, and
 *  none may break a running diagram. A file whose check does not finish has an error. */
export async function checkFiles(
  files: readonly ProcessFile[],
  given: CheckContext,
  checks: FileChecks,
): Promise<CheckResult> {
  const { removed = [] } = given;
  const twice = files.filter(({ name }, at) => files.findIndex((file) => file.name === name) !== at);
  const results = await mapSequentially(files, (file) => factsOrFindings(file, checks));
  const read = results.flatMap((result) => ('findings' in result ? [] : [result]));
  const unreadable = results.flatMap((result) => ('findings' in result ? result.findings : []));
  const running = await checks.factsOfFiles(given.files);
  const staying = running.filter(
    ({ name }) => !removed.includes(name) && !files.some((file) => file.name === name),
  );
  const context = contextOf([...staying, ...read], given);
  const readable = files.filter(({ name }) => read.some((one) => one.name === name));
  const before = contextOf(running, { ...given, removed: [] });
  const findings = [
    ...(await mapSequentially(readable, (file) => lint(file, checks, context))),
    ...(await mapSequentially(filesAffected({ running, staying, read, given }), (file) =>
      lint(file, checks, context, before),
    )),
  ];
  const only = (wanted: 'error' | 'warn') =>
    findings
      .flatMap(({ found }) => found)
      .filter(({ category }) => category === wanted)
      .map(findingOf);
  const errors = [
    ...twice.map(({ name }) => duplicateNameFinding(name)),
    ...removed
      .filter((name) => name.endsWith('.bpmn') && running.some((one) => one.name === name))
      .map(diagramRemovedFinding),
    ...unreadable,
    ...only('error'),
  ];
  const warnings = only('warn');
  const told = { errors: errors.slice(0, MAX_FINDINGS), warnings: warnings.slice(0, MAX_FINDINGS) };
  const left = errors.length + warnings.length - told.errors.length - told.warnings.length;
  return {
    ...told,
    more: findings.reduce((sum, { more }) => sum + more, left),
    keys: new Map(read.map(({ name, keys }) => [name, keys])),
  };
}

/** Context of the rules: everything that will run, and what else there is. */
function contextOf(
  all: readonly FileFacts[],
  { files: _, removed = [], ...given }: CheckContext,
): FileContext {
  const gone = removed.filter((name) => name.startsWith('forms/')).map(formKeyOf);
  const kept = Object.entries(given.forms).filter(([key]) => !gone.includes(key));
  return {
    ...given,
    forms: {
      ...Object.fromEntries(kept),
      ...Object.fromEntries(all.flatMap(({ name, form }) => (form ? [[formKeyOf(name), form]] : []))),
    },
    processes: all.flatMap(({ process }) => process ?? []),
    decisions: all.flatMap(({ process, keys }) => (process ? [] : keys)),
  };
}

const factsOrFindings = (
  file: ProcessFile,
  { factsOfFile }: FileChecks,
): ReturnType<FileChecks['factsOfFile']> =>
  factsOfFile(file).catch((error: unknown) => ({ findings: [findingOf(timeoutFinding(file, error))] }));

/** Returns why a file cannot be parsed as what its name says; empty when it can. It applies no rules. */
export const parseFindings = (
  file: ProcessFile,
  { parsingFindings }: Pick<Sandbox, 'parsingFindings'>,
): Promise<ProcessFinding[]> =>
  parsingFindings(file).catch((error: unknown) => [findingOf(timeoutFinding(file, error))]);

const lint = (
  file: ProcessFile,
  { lintFile, lintTables }: FileChecks,
  ...contexts: [FileContext, FileContext?]
): Promise<LimitedFindings> =>
  (processFileKind(file.name) === 'decision' ? lintTables : lintFile)(file, ...contexts).catch(
    (error: unknown): LimitedFindings => ({
      found: [{ ...timeoutFinding(file, error), category: 'error' }],
      more: 0,
    }),
  );

/** Finds unchanged diagrams that a changed or removed form or table might break. */
function filesAffected({
  running,
  staying,
  read,
  given,
}: {
  running: readonly FileFacts[];
  staying: readonly FileFacts[];
  read: readonly FileFacts[];
  given: CheckContext;
}): ProcessFile[] {
  const names = [...read.map(({ name }) => name), ...(given.removed ?? [])];
  const words = [
    ...names.filter((name) => name.startsWith('forms/')).map(formKeyOf),
    ...running.filter((one) => !one.process && names.includes(one.name)).flatMap(({ keys }) => keys),
  ];
  const diagrams = staying.filter(({ process }) => process).map(({ name }) => name);
  return given.files.filter(
    ({ name, content }) => diagrams.includes(name) && words.some((word) => content.includes(`"${word}"`)),
  );
}

const findingOf = ({ category: _, ...finding }: CategorizedFinding): ProcessFinding => finding;

const KINDS = {
  diagram: { fa: 'این نمودار', en: 'this diagram' },
  decision: { fa: 'این جدول', en: 'this table' },
  form: { fa: 'این فرم', en: 'this form' },
  template: { fa: 'این گام آماده', en: 'this ready step' },
};

/** @throws the error itself when it is not a limit of the sandbox */
function timeoutFinding({ name }: ProcessFile, error: unknown): CategorizedFinding {
  if (!(error instanceof SandboxLimitExceeded)) throw error;
  const kind = KINDS[processFileKind(name)];
  const { exceeded, limit } = error.extra;
  const seconds = limit / 1_000;
  return {
    file: name,
    rule: 'endless',
    elementId: '',
    category: 'error',
    message:
      exceeded === 'time'
        ? {
            fa: `بررسی ${kind.fa} در ${seconds} ثانیه به پایان نرسید؛ ساده‌ترش کنید.`,
            en: `The check of ${kind.en} did not come to an end in ${seconds} s; make it simpler.`,
          }
        : {
            fa: `بررسی ${kind.fa} بیش از ${limit} مگابایت حافظه می‌خواهد؛ ساده‌ترش کنید.`,
            en: `The check of ${kind.en} needs more than ${limit} MB of memory; make it simpler.`,
          },
  };
}

const duplicateNameFinding = (file: string): ProcessFinding => ({
  file,
  rule: 'file-name',
  elementId: '',
  message: { fa: `دو فایل ${file} فرستاده شد.`, en: `Two files are called ${file}.` },
});

const diagramRemovedFinding = (file: string): ProcessFinding => ({
  file,
  rule: 'diagram-stays',
  elementId: '',
  message: {
    fa: `نمودار ${file} اجرا می‌شود و با استقرار برداشته نمی‌شود.`,
    en: `The diagram ${file} runs; a deployment does not take it away.`,
  },
});
