import { type Static, Type } from '@sinclair/typebox';
import { Closed, EngineKey, Nullable, OneOf, Text, Timestamp } from './common.ts';

/** Maximum length of one file, in characters. */
export const MAX_PROCESS_FILE = 1_000_000;
export const MAX_PROCESS_FILES = 100;

const SLUG = '[a-z0-9]+(-[a-z0-9]+)*';

/** `<process>.bpmn`, `<name>.dmn`, `forms/<process>/<form>.json`, `templates/<name>.json`. */
export const ProcessFileName = Type.String({
  pattern: `^(${SLUG}\\.(bpmn|dmn)|forms/${SLUG}/${SLUG}\\.json|templates/${SLUG}\\.json)$`,
  maxLength: 140,
  description: 'A diagram is called like its process, a form like its key, a ready step like its id',
});

export const PROCESS_FILE_KINDS = ['diagram', 'decision', 'form', 'template'] as const;
export const ProcessFileKind = OneOf(PROCESS_FILE_KINDS);
export type ProcessFileKind = Static<typeof ProcessFileKind>;

/** Returns the kind of a file, which its name determines. */
export const processFileKind = (name: string): ProcessFileKind => {
  if (name.endsWith('.bpmn')) return 'diagram';
  if (name.endsWith('.dmn')) return 'decision';
  return name.startsWith('forms/') ? 'form' : 'template';
};

/** Returns the key of a form: its path below forms/ without `.json`. */
export const formKeyOf = (name: string): string => name.replace(/^forms\//, '').replace(/\.json$/, '');

export const ProcessFile = Closed({
  name: ProcessFileName,
  content: Type.String({ maxLength: MAX_PROCESS_FILE, description: 'XML or JSON, in UTF-8' }),
});
export type ProcessFile = Static<typeof ProcessFile>;

/** A rule's finding about an element of a file. `elementId` is empty where it concerns the whole file. */
export const ProcessFinding = Closed({
  file: Type.String(),
  rule: Type.String(),
  elementId: Type.String(),
  message: Text,
});
export type ProcessFinding = Static<typeof ProcessFinding>;

export const Deployment = Closed({
  id: Type.String({ format: 'uuid' }),
  definitions: Type.Array(Closed({ key: EngineKey, processKey: Type.String(), version: Type.Integer() })),
  warnings: Type.Array(ProcessFinding),
});
export type Deployment = Static<typeof Deployment>;

export const ProcessDefinition = Closed({
  key: EngineKey,
  processKey: Type.String(),
  version: Type.Integer(),
  name: Nullable(Text),
  file: Type.String(),
  sha256: Nullable(Type.String()),
  deployedAt: Timestamp,
  deployedBy: Nullable(
    Type.String({ description: 'The username; null for what the product brought at its start' }),
  ),
});
export type ProcessDefinition = Static<typeof ProcessDefinition>;

export const ProcessDefinitionPage = Closed({
  items: Type.Array(ProcessDefinition),
  next: Nullable(Type.String()),
});
export type ProcessDefinitionPage = Static<typeof ProcessDefinitionPage>;
