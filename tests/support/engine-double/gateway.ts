import { createRequire } from 'node:module';
import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Variables } from './core/model.ts';
import { Rejection, type RejectionCode } from './core/rejection.ts';
import { TENANT } from './core/values.ts';
import type { Host } from './host.ts';
import { createPolls } from './job-polls.ts';

type Body = Record<string, never>;
type Unary = (body: Record<string, unknown>) => object | Promise<object>;

const CODES: Record<RejectionCode, grpc.status> = {
  INVALID_ARGUMENT: grpc.status.INVALID_ARGUMENT,
  NOT_FOUND: grpc.status.NOT_FOUND,
  ALREADY_EXISTS: grpc.status.ALREADY_EXISTS,
  INVALID_STATE: grpc.status.FAILED_PRECONDITION,
};

const LARGEST_MESSAGE = 16 * 1024 * 1024;

/** Serves the methods of Zeebe's gateway that Shahrah uses; the others answer UNIMPLEMENTED. */
export async function startGateway(host: Host, port: number): Promise<{ stop(): Promise<void> }> {
  const proto = createRequire(import.meta.url).resolve('zeebe-node/proto/zeebe.proto');
  const definition = loadSync(proto, {
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  const { gateway_protocol } = grpc.loadPackageDefinition(definition) as unknown as {
    gateway_protocol: { Gateway: grpc.ServiceClientConstructor };
  };
  const server = new grpc.Server({
    'grpc.max_receive_message_length': LARGEST_MESSAGE,
    'grpc.max_send_message_length': LARGEST_MESSAGE,
  });
  const polls = createPolls(host);
  const methods = Object.entries(unaryMethods(host, port)).map(([name, method]) => [name, unary(method)]);
  server.addService(gateway_protocol.Gateway.service, {
    ...(Object.fromEntries(methods) as Record<string, grpc.handleUnaryCall<Body, object>>),
    ActivateJobs: polls.open,
  });
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    );
  });
  return {
    async stop() {
      polls.close();
      server.forceShutdown();
    },
  };
}

const unary =
  (method: Unary): grpc.handleUnaryCall<Body, object> =>
  (call, done) => {
    const fail = (error: unknown): void => done(statusOf(error));
    try {
      const answer = method(call.request);
      if (answer instanceof Promise) answer.then((value: object) => done(null, value), fail);
      else done(null, answer);
    } catch (error) {
      fail(error);
    }
  };

function statusOf(error: unknown): { code: grpc.status; details: string } {
  if (error instanceof Rejection) return { code: CODES[error.code], details: error.message };
  console.error(error);
  return { code: grpc.status.INTERNAL, details: String(error) };
}

/** @throws Rejection when the text is no JSON object */
export function variablesOf(text: unknown): Variables {
  if (text === '' || text === undefined) return {};
  try {
    const value = JSON.parse(String(text)) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Variables;
  } catch {
    // said below
  }
  throw new Rejection('INVALID_ARGUMENT', 'Expected document to be a root level object');
}

const unaryMethods = (host: Host, port: number): Record<string, Unary> => ({
  Topology: () => ({
    brokers: [
      {
        nodeId: 0,
        host: '127.0.0.1',
        port,
        version: '8.5.8',
        partitions: Array.from({ length: host.partitions }, (_, index) => ({
          partitionId: index + 1,
          role: 'LEADER',
          health: 'HEALTHY',
        })),
      },
    ],
    clusterSize: 1,
    partitionsCount: host.partitions,
    replicationFactor: 1,
    gatewayVersion: '8.5.8',
  }),
  async DeployResource({ resources }) {
    const given = (resources as { name: string; content: Buffer }[]).map(({ name, content }) => ({
      name,
      content: Buffer.from(content).toString('base64'),
    }));
    const { key, deployed } = await host.deploy(given);
    return { key, deployments: deployed, tenantId: TENANT };
  },
  PublishMessage({ name, correlationKey, messageId, timeToLive, variables }) {
    const key = host.execute({
      do: 'publish',
      name: String(name),
      correlationKey: String(correlationKey),
      messageId: String(messageId),
      ttlMs: Number(timeToLive),
      variables: variablesOf(variables),
    });
    return { key, tenantId: TENANT };
  },
  CompleteJob({ jobKey, variables }) {
    host.execute({ do: 'complete-job', jobKey: String(jobKey), variables: variablesOf(variables) });
    return {};
  },
  FailJob({ jobKey, retries, retryBackOff, errorMessage }) {
    host.execute({
      do: 'fail-job',
      jobKey: String(jobKey),
      retries: Number(retries),
      backOffMs: Number(retryBackOff),
      message: String(errorMessage),
    });
    return {};
  },
  ThrowError({ jobKey, errorCode, errorMessage, variables }) {
    host.execute({
      do: 'throw-error',
      jobKey: String(jobKey),
      code: String(errorCode),
      message: String(errorMessage),
      variables: variablesOf(variables),
    });
    return {};
  },
  UpdateJobRetries({ jobKey, retries }) {
    host.execute({ do: 'update-retries', jobKey: String(jobKey), retries: Number(retries) });
    return {};
  },
  ResolveIncident({ incidentKey }) {
    host.execute({ do: 'resolve-incident', incidentKey: String(incidentKey) });
    return {};
  },
  CreateProcessInstance({ bpmnProcessId, variables }) {
    const { key, definition } = host.execute({
      do: 'create-instance',
      processId: String(bpmnProcessId),
      variables: variablesOf(variables),
    });
    return {
      processDefinitionKey: definition.key,
      bpmnProcessId: definition.processId,
      version: definition.version,
      processInstanceKey: key,
      tenantId: TENANT,
    };
  },
  SetVariables({ elementInstanceKey, variables, local }) {
    const key = host.execute({
      do: 'set-variables',
      elementKey: String(elementInstanceKey),
      variables: variablesOf(variables),
      local: local === true,
    });
    return { key };
  },
  CancelProcessInstance({ processInstanceKey }) {
    host.execute({ do: 'cancel-instance', instanceKey: String(processInstanceKey) });
    return {};
  },
});
