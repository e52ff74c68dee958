import {
  type Form,
  formKeyOf,
  type Modelling,
  type ProcessFile,
  processFileKind,
} from '#common/contract/index.ts';
import { parseDecisions, parseDiagram, processFacts } from '#common/process-files/index.ts';
import { englishName } from '#common/process-files/model/diagram.ts';

type AuthoringInput = { files: readonly ProcessFile[]; jobTypes: readonly string[] };

/** Returns the choices that a modeler offers. A file that cannot be read is left out, as if it did not
 *  exist. */
export async function authoringView({ files, jobTypes }: AuthoringInput): Promise<Modelling> {
  const all = async <T>(
    kind: ReturnType<typeof processFileKind>,
    read: (file: ProcessFile) => Promise<T>,
  ): Promise<T[]> =>
    (await Promise.allSettled(files.filter(({ name }) => processFileKind(name) === kind).map(read))).flatMap(
      (result) => (result.status === 'fulfilled' ? [result.value] : []),
    );
  return {
    forms: await all('form', formOf),
    jobTypes: [...jobTypes].sort(),
    processes: await all('diagram', processOf),
    decisions: (await all('decision', decisionsOf)).flat(),
    templates: await all('template', async ({ content }) => JSON.parse(content) as Record<string, unknown>),
  };
}

async function formOf({ name, content }: ProcessFile): Promise<Modelling['forms'][number]> {
  const { title, schema, uiSchema, variables, texts } = JSON.parse(content) as Form;
  const key = formKeyOf(name);
  const called = (text: Readonly<Record<string, string>>) => text[title.slice(1)] ?? key;
  return { key, title: { fa: called(texts.fa), en: called(texts.en) }, schema, uiSchema, variables };
}

async function processOf({ name, content }: ProcessFile): Promise<Modelling['processes'][number]> {
  const diagram = await parseDiagram(name, content);
  const { key, calls, escalates } = processFacts(diagram);
  const persian = diagram.process.name ?? key;
  return {
    key,
    name: { fa: persian, en: englishName(diagram.process) ?? persian },
    calls: [...calls],
    escalates,
  };
}

const decisionsOf = async ({ name, content }: ProcessFile): Promise<Modelling['decisions']> =>
  (await parseDecisions(name, content)).map(({ id, name: title, file, outputs }) => ({
    id,
    name: title,
    file,
    outputs,
  }));
