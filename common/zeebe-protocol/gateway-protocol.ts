import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** The protocol file of zeebe-node 8.3.2: it lacks what 8.4 and 8.5 added. */
export const OLD_PROTO = createRequire(import.meta.url).resolve('zeebe-node/proto/zeebe.proto');

/** Additions of 8.5 that we need. */
export const NEW_PROTO = fileURLToPath(new URL('gateway-8.5.proto', import.meta.url));

/** Creates the gateway client class of a protocol file; keys are 64 bits, so strings on our side. */
export function gatewayOf(proto: string): grpc.ServiceClientConstructor {
  const definition = loadSync(proto, {
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  const loaded = grpc.loadPackageDefinition(definition) as unknown as {
    gateway_protocol: { Gateway: grpc.ServiceClientConstructor };
  };
  return loaded.gateway_protocol.Gateway;
}
