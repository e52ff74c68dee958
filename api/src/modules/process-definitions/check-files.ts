import type { ProcessFile, ProcessFinding } from '../../../contract/index.ts';
import {
  ENGINE_VERSION,
  lintDecision,
  lintDiagram,
  parseDecisions,
  parseDiagram,
  processFacts,
  type Decision,
  type DecisionContext,
  type Diagram,
  type LintContext,
  type Message,
} from '../../../../lint/index.ts';
import { objectionTo } from './safe-xml.ts';

/** What the files are checked against. `files` are those that the engine runs already. */
export type Surroundings = Pick<LintContext, 'forms' | 'groups' | 'jobTypes'> &
  DecisionContext & { files: readonly ProcessFile[] };

export type Checked = {
  errors: ProcessFinding[];
  warnings: ProcessFinding[];
  /** The processes or decisions in each file, by its name. */
  keys: Map<string, string[]>;
};

type Read = { name: string } & ({ diagram: Diagram } | { decisions: Decision[] });

class Unreadable extends Error {
  readonly finding: ProcessFinding;
  constructor(file: string, rule: string, message: Message) {
    super(message.en);
    this.finding = { file, rule, elementId: '', message };
  }
}

/** Checks files as if they were deployed together: each may refer to the others and to what runs already. */
export async function checkFiles(files: readonly ProcessFile[], given: Surroundings): Promise<Checked> {
  const twice = files.filter(({ name }, at) => files.findIndex((file) => file.name === name) !== at);
  const results = await Promise.all(files.map(readOrRefuse));
  const read = results.flatMap((result) => ('finding' in result ? [] : [result]));
  const unreadable = results.flatMap((result) => ('finding' in result ? [result.finding] : []));
  const known = await readKnown(given.files.filter(({ name }) => !files.some((file) => file.name === name)));
  const context = contextOf([...known, ...read], given);
  const findings = (
    await Promise.all(
      read.map(async (one) =>
        (await findingsIn(one, context, given)).map((finding) => ({ file: one.name, ...finding })),
      ),
    )
  ).flat();
  const only = (wanted: 'error' | 'warn') =>
    findings.filter(({ category }) => category === wanted).map(({ category: _, ...finding }) => finding);
  return {
    errors: [...twice.map(({ name }) => sameName(name)), ...unreadable, ...only('error')],
    warnings: only('warn'),
    keys: new Map(read.map((one) => [one.name, keysOf(one)])),
  };
}

async function findingsIn(one: Read, context: LintContext, given: DecisionContext) {
  return 'diagram' in one
    ? lintDiagram(one.diagram.root, context)
    : one.decisions.flatMap((decision) => lintDecision(decision, given));
}

const keysOf = (one: Read): string[] =>
  'diagram' in one ? [String(one.diagram.process.id)] : one.decisions.map(({ id }) => id);

const contextOf = (all: readonly Read[], { forms, groups, jobTypes }: Surroundings): LintContext => ({
  forms,
  groups,
  jobTypes,
  processes: all.flatMap((one) => ('diagram' in one ? [processFacts(one.diagram)] : [])),
  decisions: all.flatMap((one) => ('decisions' in one ? keysOf(one) : [])),
});

/** What runs already was readable once; should that change, it is as if it were not there. */
const readKnown = async (files: readonly ProcessFile[]): Promise<Read[]> =>
  (await Promise.allSettled(files.map(readFile))).flatMap((result) =>
    result.status === 'fulfilled' ? [result.value] : [],
  );

const readOrRefuse = (file: ProcessFile): Promise<Read | { finding: ProcessFinding }> =>
  readFile(file).catch((error: unknown) => {
    if (error instanceof Unreadable) return { finding: error.finding };
    throw error;
  });

/** @throws Unreadable */
async function readFile({ name, content }: ProcessFile): Promise<Read> {
  const objection = objectionTo(content);
  if (objection) throw new Unreadable(name, objection.rule, objection.message);
  const refuse = (reason: unknown): never => {
    throw new Unreadable(name, 'readable', {
      fa: `فایل ${name} خوانا نیست.`,
      en: `The file ${name} cannot be read: ${(reason as Error).message.slice(0, 200)}`,
    });
  };
  if (name.endsWith('.dmn')) return { name, decisions: await parseDecisions(name, content).catch(refuse) };
  const diagram = await parseDiagram(name, content).catch(refuse);
  checkDiagram(name, content, diagram);
  return { name, diagram };
}

const FOREIGN =
  /xmlns:\w+\s*=\s*["']https?:\/\/(camunda\.org\/schema\/1\.0\/bpmn|activiti\.org|flowable\.org)/;

function checkDiagram(name: string, content: string, { root, process }: Diagram): void {
  const attributes = root['$attrs'] as Record<string, string> | undefined;
  const platform = attributes?.['modeler:executionPlatform'] ?? '';
  const version = attributes?.['modeler:executionPlatformVersion'] ?? '';
  if (FOREIGN.test(content) || platform !== 'Camunda Cloud' || !version.startsWith(`${ENGINE_VERSION}.`))
    throw new Unreadable(name, 'dialect', {
      fa: `نمودار ${name} برای این موتور نوشته نشده است؛ باید برای Camunda Cloud ${ENGINE_VERSION} باشد.`,
      en: `The diagram ${name} is not written for this engine; it must be for Camunda Cloud ${ENGINE_VERSION}.`,
    });
  const processes = (root.rootElements ?? []).filter(({ $type }) => $type === 'bpmn:Process');
  if (processes.length !== 1 || process['isExecutable'] !== true)
    throw new Unreadable(name, 'one-process', {
      fa: `فایل ${name} باید درست یک فرایند اجراپذیر داشته باشد.`,
      en: `The file ${name} must hold exactly one process, and it must be executable.`,
    });
  if (name !== `${process.id}.bpmn`)
    throw new Unreadable(name, 'file-name', {
      fa: `نام فایل باید ${process.id}.bpmn باشد، مانند شناسهٔ فرایند آن.`,
      en: `The file must be called ${process.id}.bpmn, like its process.`,
    });
}

const sameName = (file: string): ProcessFinding => ({
  file,
  rule: 'file-name',
  elementId: '',
  message: { fa: `دو فایل ${file} فرستاده شد.`, en: `Two files are called ${file}.` },
});
