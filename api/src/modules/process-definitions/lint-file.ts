import type { ProcessFile, ProcessFinding } from '#common/contract/index.ts';
import { type Finding, lintDecision, lintDiagram, processFacts } from '#common/process-files/index.ts';
import { checkTemplate } from './check-template.ts';
import {
  type CategorizedFinding,
  type FileContext,
  type FileFacts,
  type LimitedFindings,
  limitFindings,
} from './findings.ts';
import { type ParsedFile, parseOrFindings, parseReadable } from './parse-file.ts';

/** Returns the facts of a file, or the reasons why it cannot be parsed. */
export async function factsOfFile(file: ProcessFile): Promise<FileFacts | { findings: ProcessFinding[] }> {
  const read = await parseOrFindings(file);
  return 'findings' in read ? read : factsOf(read);
}

/** Returns why a file cannot be parsed as what its name says; empty when it can. It applies no rules. */
export async function parsingFindings(file: ProcessFile): Promise<ProcessFinding[]> {
  const read = await parseOrFindings(file);
  return 'findings' in read ? read.findings : [];
}

/** Returns the facts of the files that can be parsed. */
export const factsOfFiles = async (files: readonly ProcessFile[]): Promise<FileFacts[]> =>
  (await parseReadable(files)).map(factsOf);

const factsOf = (read: ParsedFile): FileFacts => ({
  name: read.name,
  keys: keysOf(read),
  ...('diagram' in read && { process: processFacts(read.diagram) }),
  ...('form' in read && { form: read.form }),
});

const keysOf = (read: ParsedFile): string[] => {
  if ('diagram' in read) return [String(read.diagram.process.id)];
  return 'decisions' in read ? read.decisions.map(({ id }) => id) : [];
};

/** Returns the rules' findings about a file that can be parsed.
 *  @param before context in which the file already runs: findings that it has there are left out */
export async function lintFile(
  file: ProcessFile,
  context: FileContext,
  before?: FileContext,
): Promise<LimitedFindings> {
  const read = await parseOrFindings(file);
  if ('findings' in read) return { found: [], more: 0 };
  const old = new Set(before ? (await findingsIn(read, before)).map(findingKey) : []);
  return limitFindings((await findingsIn(read, context)).filter((one) => !old.has(findingKey(one))));
}

const findingKey = ({ rule, elementId, message }: CategorizedFinding): string =>
  `${rule} ${elementId} ${message.en}`;

async function findingsIn(read: ParsedFile, context: FileContext): Promise<CategorizedFinding[]> {
  const named = (findings: readonly Finding[]) => findings.map((found) => ({ file: read.name, ...found }));
  if ('diagram' in read) return named(await lintDiagram(read.diagram.root, context));
  if ('decisions' in read)
    return named(read.decisions.flatMap((decision) => lintDecision(decision, context)));
  if ('form' in read) return [];
  const processes = context.processes.map(({ key }) => key);
  const { jobTypes } = context;
  return checkTemplate(read.name, read.content, { jobTypes, processes }).map((finding) => ({
    ...finding,
    category: 'error' as const,
  }));
}
