/** Value types of the record stream that Zeebe 8.5 can export, as its Elasticsearch exporter names them. */
const VALUE_TYPES = [
  'checkpoint',
  'commandDistribution',
  'compensationSubscription',
  'decision',
  'decisionEvaluation',
  'decisionRequirements',
  'deployment',
  'deploymentDistribution',
  'error',
  'escalation',
  'form',
  'incident',
  'job',
  'jobBatch',
  'message',
  'messageBatch',
  'messageStartEventSubscription',
  'messageSubscription',
  'process',
  'processEvent',
  'processInstance',
  'processInstanceBatch',
  'processInstanceCreation',
  'processInstanceMigration',
  'processInstanceModification',
  'processMessageSubscription',
  'resourceDeletion',
  'signal',
  'signalSubscription',
  'timer',
  'userTask',
  'variable',
  'variableDocument',
] as const;

type ValueType = (typeof VALUE_TYPES)[number];

interface Exporter {
  readonly delaySeconds: number;
  readonly size: number;
  readonly types: readonly ValueType[];
}

/** The two exporters; they are separate, because a person waits for a task to appear and nobody waits for the
 *  rest. `fast` posts task changes, and the records that link them to requests, at once; `slow` collects the
 *  others for a second. */
export const EXPORTERS = {
  fast: {
    delaySeconds: 0,
    size: 500,
    types: ['userTask', 'messageStartEventSubscription', 'processInstanceCreation'],
  },
  slow: {
    delaySeconds: 1,
    size: 500,
    types: [
      'decision',
      'decisionEvaluation',
      'deployment',
      'error',
      'escalation',
      'incident',
      'job',
      'messageSubscription',
      'process',
      'processInstance',
      'processInstanceMigration',
      'processInstanceModification',
      'processMessageSubscription',
      'resourceDeletion',
      'timer',
      'variable',
    ],
  },
} as const satisfies Record<string, Exporter>;

/** Returns the environment that makes a broker post its records to `url`, an http address without a path: the
 *  exporter's client rejects a path ("Invalid HTTP host"). So the index of each record tells the two
 *  exporters apart: `fast-record_<type>…` or `slow-record_<type>…`. */
export function exporterEnvironment(url: string, password: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [id, exporter] of Object.entries<Exporter>(EXPORTERS)) {
    const prefix = `ZEEBE_BROKER_EXPORTERS_${id.toUpperCase()}`;
    const args = `${prefix}_ARGS`;
    env[`${prefix}_CLASSNAME`] = 'io.camunda.zeebe.exporter.ElasticsearchExporter';
    env[`${args}_URL`] = url;
    env[`${args}_AUTHENTICATION_USERNAME`] = 'zeebe';
    env[`${args}_AUTHENTICATION_PASSWORD`] = password;
    env[`${args}_BULK_DELAY`] = String(exporter.delaySeconds);
    env[`${args}_BULK_SIZE`] = String(exporter.size);
    env[`${args}_INDEX_PREFIX`] = `${id}-record`;
    env[`${args}_INDEX_CREATETEMPLATE`] = 'false';
    for (const type of VALUE_TYPES) {
      env[`${args}_INDEX_${type.toUpperCase()}`] = String(exporter.types.includes(type));
    }
  }
  return env;
}
