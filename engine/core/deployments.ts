import { createHash } from 'node:crypto';
import { parseDecisions, parseDiagram, type Decision } from '../../tests/support/diagrams/diagrams.ts';
import { compile, type Compiled } from './compile.ts';
import { replaceStarts } from './messages.ts';
import type { Definition } from './model.ts';
import { wire } from './record-log.ts';
import { Rejection } from './rejection.ts';
import { nextKey, type Runtime } from './runtime.ts';
import { TENANT } from './values.ts';

export type Resource = { name: string; content: string };

type PreparedProcess = {
  kind: 'process';
  name: string;
  checksum: string;
  content: string;
  processId: string;
} & Compiled;
type PreparedDecisions = {
  kind: 'decisions';
  name: string;
  checksum: string;
  content: string;
  requirementsId: string;
  tables: Decision[];
};
export type Prepared = PreparedProcess | PreparedDecisions;

/** Reads resources (base64), which takes time, so that deploying them takes none.
 *  @throws Rejection that names what is wrong */
export async function prepare(resources: readonly Resource[]): Promise<Prepared[]> {
  if (resources.length === 0)
    throw new Rejection('INVALID_ARGUMENT', 'Expected to deploy at least one resource, but none given');
  return Promise.all(resources.map(prepareOne));
}

async function prepareOne({ name, content }: Resource): Promise<Prepared> {
  const bytes = Buffer.from(content, 'base64');
  const checksum = createHash('md5').update(bytes).digest('base64');
  try {
    if (name.endsWith('.bpmn')) {
      const diagram = await parseDiagram(name, bytes.toString());
      const compiled = compile(diagram);
      return { kind: 'process', name, checksum, content, processId: compiled.process.id, ...compiled };
    }
    if (name.endsWith('.dmn')) {
      const tables = await parseDecisions(name, bytes.toString());
      const unknown = tables.find(({ hitPolicy }) => !['FIRST', 'UNIQUE', 'COLLECT'].includes(hitPolicy));
      if (unknown)
        throw new Error(`${unknown.id}: this engine does not know the hit policy ${unknown.hitPolicy}`);
      return { kind: 'decisions', name, checksum, content, requirementsId: tables[0]?.drgId ?? name, tables };
    }
  } catch (error) {
    if (error instanceof Rejection) throw error;
    throw new Rejection(
      'INVALID_ARGUMENT',
      `Expected to deploy new resources, but encountered the following errors:\n'${name}': ${(error as Error).message}`,
    );
  }
  throw new Rejection(
    'INVALID_ARGUMENT',
    `Expected to deploy new resources, but '${name}' is no diagram and no table`,
  );
}

export type Deployed =
  | {
      process: { bpmnProcessId: string; version: number; processDefinitionKey: string; resourceName: string };
    }
  | {
      decision: {
        dmnDecisionId: string;
        dmnDecisionName: string;
        version: number;
        decisionKey: string;
        dmnDecisionRequirementsId: string;
        decisionRequirementsKey: string;
      };
    };

/** Deploys together; what is there already in the same shape keeps its version. */
export function deploy(
  runtime: Runtime,
  prepared: readonly Prepared[],
): { key: string; deployed: Deployed[] } {
  const key = nextKey(runtime, 1);
  const deployed = prepared.flatMap((one) =>
    one.kind === 'process' ? [deployProcess(runtime, one)] : deployDecisions(runtime, one),
  );
  runtime.log.emit(1, 'DEPLOYMENT', 'CREATED', key, {
    resources: [],
    processesMetadata: deployed.flatMap((one) =>
      'process' in one
        ? [{ ...one.process, processDefinitionKey: wire(one.process.processDefinitionKey), tenantId: TENANT }]
        : [],
    ),
    decisionsMetadata: [],
    decisionRequirementsMetadata: [],
    formMetadata: [],
    tenantId: TENANT,
  });
  return { key, deployed };
}

function nextVersion({ versions }: Runtime, id: string): number {
  const version = (versions.get(id) ?? 0) + 1;
  versions.set(id, version);
  return version;
}

function deployProcess(runtime: Runtime, prepared: PreparedProcess): Deployed {
  const { processId, checksum, name, process, elements, messageStarts, content } = prepared;
  const known = runtime.latest.get(processId);
  let definition = known;
  if (!known || known.checksum !== checksum || known.resourceName !== name) {
    const made: Definition = {
      key: nextKey(runtime, 1),
      processId,
      version: nextVersion(runtime, processId),
      resourceName: name,
      checksum,
      process,
      elements,
      messageStarts,
    };
    definition = made;
    runtime.definitions.set(made.key, made);
    runtime.latest.set(processId, made);
    for (let partition = 1; partition <= runtime.partitions; partition += 1)
      runtime.log.emit(partition, 'PROCESS', 'CREATED', made.key, {
        bpmnProcessId: processId,
        version: made.version,
        processDefinitionKey: wire(made.key),
        resourceName: name,
        checksum,
        resource: content,
        duplicate: false,
        tenantId: TENANT,
      });
    replaceStarts(runtime, made, made);
  }
  const { key, version } = definition as Definition;
  return { process: { bpmnProcessId: processId, version, processDefinitionKey: key, resourceName: name } };
}

function deployDecisions(
  runtime: Runtime,
  { tables, checksum, requirementsId }: PreparedDecisions,
): Deployed[] {
  const same = tables.every(({ id }) => runtime.decisions.get(id)?.checksum === checksum);
  const requirementsKey = same ? '' : nextKey(runtime, 1);
  return tables.map((table) => {
    const known = runtime.decisions.get(table.id);
    const decision =
      same && known
        ? known
        : {
            key: nextKey(runtime, 1),
            version: nextVersion(runtime, table.id),
            checksum,
            requirementsKey,
            requirementsId,
            table,
          };
    if (decision !== known) {
      runtime.decisions.set(table.id, decision);
      runtime.decisionVersions.set(decision.key, decision);
      runtime.log.emit(1, 'DECISION', 'CREATED', decision.key, {
        decisionId: table.id,
        decisionName: table.name,
        version: decision.version,
        decisionKey: wire(decision.key),
        decisionRequirementsId: requirementsId,
        decisionRequirementsKey: wire(decision.requirementsKey),
        duplicate: false,
        tenantId: TENANT,
      });
    }
    return {
      decision: {
        dmnDecisionId: table.id,
        dmnDecisionName: table.name,
        version: decision.version,
        decisionKey: decision.key,
        dmnDecisionRequirementsId: requirementsId,
        decisionRequirementsKey: decision.requirementsKey,
      },
    };
  });
}
