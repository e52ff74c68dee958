import { type ProcessFile, processFileKind } from '#common/contract/index.ts';

/** Returns the names of the files that belong to a process: its diagram, the processes and decision tables
 *  that it calls, at any depth, with the forms and element templates of all these. They are read from the
 *  text, so that a file that no parser accepts counts too. */
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

/** Returns the values of an attribute anywhere in a text; expressions are unknown before the process runs. */
const valuesOf = (attribute: string, xml: string): string[] =>
  [...xml.matchAll(new RegExp(`\\b${attribute}\\s*=\\s*["']([^"'=][^"']*)["']`, 'g'))].map(
    ([, value = '']) => value,
  );

/** Returns the ids of the decisions in a DMN file. */
const decisionsIn = (xml: string): string[] =>
  [...xml.matchAll(/<(?:\w+:)?decision\b[^>]*?\sid\s*=\s*["']([^"']+)["']/g)].map(([, id = '']) => id);
