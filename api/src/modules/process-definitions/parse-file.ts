import { type ProcessFile, processFileKind, type ProcessFinding } from '#common/contract/index.ts';
import {
  type Decision,
  type Diagram,
  ENGINE_VERSION,
  type FormFacts,
  type Message,
  parseDecisions,
  parseDiagram,
} from '#common/process-files/index.ts';
import { foreignDialect } from '#common/process-files/model/foreign-dialect.ts';
import { findMalformation, findXmlViolation } from '#common/process-files/model/safe-xml.ts';
import { readForm } from './check-form.ts';

export type ParsedFile = { name: string; content: string } & (
  { diagram: Diagram } | { decisions: Decision[] } | { form: FormFacts } | { template: true }
);

class UnparsableFile extends Error {
  readonly findings: ProcessFinding[];
  constructor(findings: ProcessFinding[]) {
    super(findings[0]?.message.en);
    this.findings = findings;
  }
}

const unreadable = (file: string, rule: string, message: Message): UnparsableFile =>
  new UnparsableFile([{ file, rule, elementId: '', message }]);

/** Parses a file, or returns the reasons why it cannot be parsed. */
export const parseOrFindings = (file: ProcessFile): Promise<ParsedFile | { findings: ProcessFinding[] }> =>
  parseFile(file).catch((error: unknown) => {
    if (error instanceof UnparsableFile) return { findings: error.findings };
    throw error;
  });

/** Parses the files that can be parsed. Running files could be parsed once; one that no longer can is treated
 *  as missing. */
export const parseReadable = async (files: readonly ProcessFile[]): Promise<ParsedFile[]> =>
  (await Promise.allSettled(files.map(parseFile))).flatMap((result) =>
    result.status === 'fulfilled' ? [result.value] : [],
  );

/** @throws UnparsableFile */
async function parseFile({ name, content }: ProcessFile): Promise<ParsedFile> {
  const kind = processFileKind(name);
  if (kind === 'form') {
    const { form, findings } = readForm(name, content);
    if (!form) throw new UnparsableFile(findings);
    return { name, content, form };
  }
  if (kind === 'template') return { name, content, template: true };
  const objection = findXmlViolation(content) ?? findMalformation(content);
  if (objection) throw unreadable(name, objection.rule, objection.message);
  const refuse = (reason: unknown): never => {
    throw unreadable(name, 'readable', {
      fa: `فایل ${name} خوانا نیست.`,
      en: `The file ${name} cannot be read: ${(reason as Error).message.slice(0, 200)}`,
    });
  };
  if (kind === 'decision')
    return { name, content, decisions: await parseDecisions(name, content).catch(refuse) };
  const diagram = await parseDiagram(name, content).catch(refuse);
  checkDiagram(name, content, diagram);
  return { name, content, diagram };
}

function checkDiagram(name: string, content: string, { root, process }: Diagram): void {
  const attributes = root['$attrs'] as Record<string, string> | undefined;
  const platform = attributes?.['modeler:executionPlatform'] ?? '';
  const version = attributes?.['modeler:executionPlatformVersion'] ?? '';
  if (foreignDialect(content) || platform !== 'Camunda Cloud' || !version.startsWith(`${ENGINE_VERSION}.`))
    throw unreadable(name, 'dialect', {
      fa: `نمودار ${name} برای این موتور نوشته نشده است؛ باید برای Camunda Cloud ${ENGINE_VERSION} باشد.`,
      en: `The diagram ${name} is not written for this engine; it must be for Camunda Cloud ${ENGINE_VERSION}.`,
    });
  const processes = (root.rootElements ?? []).filter(({ $type }) => $type === 'bpmn:Process');
  if (processes.length !== 1 || process['isExecutable'] !== true)
    throw unreadable(name, 'one-process', {
      fa: `فایل ${name} باید درست یک فرایند اجراپذیر داشته باشد.`,
      en: `The file ${name} must hold exactly one process, and it must be executable.`,
    });
  if (name !== `${process.id}.bpmn`)
    throw unreadable(name, 'file-name', {
      fa: `نام فایل باید ${process.id}.bpmn باشد، مانند شناسهٔ فرایند آن.`,
      en: `The file must be called ${process.id}.bpmn, like its process.`,
    });
}
