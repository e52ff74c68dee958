import { type ProcessFile, processFileKind } from '#common/contract/index.ts';

/** The names of the files that belong to a process: its diagram, the processes that it calls and the tables that it asks, at any
 *  depth, with the forms and ready steps of all these. Read from the text, so that a file which no parser takes counts too. */
export function filesOfApplication(processKey: string, files: readonly ProcessFile[]): string[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  const found = new Set<string>();
  const pending = [`${processKey}.bpmn`];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const file = byName.get(name);
    if (!file || found.has(name)) continue;
    found.add(name);
    if (processFileKind(name) === 'diagram') pending.push(...referencedFiles(file, files));
  }
  return [...found].sort();
}

function referencedFiles({ name, content }: ProcessFile, files: readonly ProcessFile[]): string[] {
  const key = name.replace(/\.bpmn$/, '');
  const decisions = new Set(valuesOf('decisionId', content));
  return [
    ...valuesOf('processId', content).map((called) => `${called}.bpmn`),
    ...valuesOf('externalReference', content).map((form) => `forms/${form}.json`),
    ...valuesOf('modelerTemplate', content).map((id) => `templates/${id.replace(/^shahrah\./, '')}.json`),
    ...files
      .filter(
        (file) =>
          file.name.startsWith(`forms/${key}/`) ||
          (file.name.endsWith('.dmn') && decisionsIn(file.content).some((id) => decisions.has(id))),
      )
      .map((file) => file.name),
  ];
}

/** What an attribute says anywhere in a text; expressions are not known before the process runs. */
const valuesOf = (attribute: string, xml: string): string[] =>
  [...xml.matchAll(new RegExp(`\\b${attribute}\\s*=\\s*["']([^"'=][^"']*)["']`, 'g'))].map(
    ([, value = '']) => value,
  );

/** The ids of the decisions of a table's file. */
const decisionsIn = (xml: string): string[] =>
  [...xml.matchAll(/<(?:\w+:)?decision\b[^>]*?\sid\s*=\s*["']([^"']+)["']/g)].map(([, id = '']) => id);
