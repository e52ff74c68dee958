import { createRequire } from 'node:module';
import grpc, { type sendUnaryData, type ServerUnaryCall, type ServerWritableStream } from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';

/* Gateway without an engine: it speaks the protocol and responds at once, so that only our side is measured.
 *  It runs no processes. */

type Resource = { name: string; content: Buffer };
type ActivateJobs = { requestTimeout: string };

let key = 0;
const nextKey = (): string => String(2 ** 51 + (key += 1));

const proto = createRequire(import.meta.url).resolve('zeebe-node/proto/zeebe.proto');
const { gateway_protocol } = grpc.loadPackageDefinition(
  protoLoader.loadSync(proto, { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true }),
) as unknown as { gateway_protocol: { Gateway: grpc.ServiceClientConstructor } };

const server = new grpc.Server();
server.addService(gateway_protocol.Gateway.service, {
  publishMessage: (_call: unknown, answer: sendUnaryData<object>) =>
    answer(null, { key: nextKey(), tenantId: '' }),
  deployResource: (call: ServerUnaryCall<{ resources: Resource[] }, object>, answer: sendUnaryData<object>) =>
    answer(null, { key: nextKey(), deployments: call.request.resources.flatMap(deployed) }),
  activateJobs: (call: ServerWritableStream<ActivateJobs, object>) => {
    const end = setTimeout(() => call.end(), Number(call.request.requestTimeout));
    call.on('cancelled', () => clearTimeout(end));
  },
  topology: (_call: unknown, answer: sendUnaryData<object>) =>
    answer(null, { brokers: [], clusterSize: 1, partitionsCount: 1, replicationFactor: 1 }),
});

function deployed({ name, content }: Resource): object[] {
  const id = /<bpmn:process id="([^"]+)"/.exec(content.toString())?.[1];
  if (!id) return [];
  return [
    { process: { bpmnProcessId: id, version: 1, processDefinitionKey: nextKey(), resourceName: name } },
  ];
}

server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.send?.({ port });
});
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => process.exit());
