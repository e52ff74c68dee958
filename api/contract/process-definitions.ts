import { Type, type Static } from '@sinclair/typebox';
import { Closed, EngineKey, Nullable, Text, Timestamp } from './common.ts';

/** Of one file, in characters. */
export const MAX_PROCESS_FILE = 1_000_000;
export const MAX_PROCESS_FILES = 20;

export const ProcessFile = Closed({
  name: Type.String({
    pattern: '^[a-z0-9]+(-[a-z0-9]+)*\\.(bpmn|dmn)$',
    maxLength: 120,
    description: 'A diagram is called like its process',
  }),
  content: Type.String({ maxLength: MAX_PROCESS_FILE, description: 'XML in UTF-8' }),
});
export type ProcessFile = Static<typeof ProcessFile>;

export const DeployProcesses = Closed({
  files: Type.Array(ProcessFile, { minItems: 1, maxItems: MAX_PROCESS_FILES }),
});
export type DeployProcesses = Static<typeof DeployProcesses>;

/** What a rule says of an element of a file. `elementId` is empty where the file as a whole is meant. */
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
