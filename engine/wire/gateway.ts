import * as grpc from '@grpc/grpc-js';
import { gatewayOf, NEW_PROTO, OLD_PROTO } from '#common/zeebe-protocol/gateway-protocol.ts';
import { MAX_MESSAGE_BYTES } from '../core/jobs.ts';
import { Rejection, type RejectionCode } from '../core/rejection.ts';
import { ResourceExhausted, type Store } from '../store/store.ts';
import { type Unary, unaryMethods } from './gateway-methods.ts';
import { storable } from './input.ts';
import { createJobPolls, type JobStream } from './job-polls.ts';

type Body = Record<string, never>;

const CODES: Record<RejectionCode, grpc.status> = {
  INVALID_ARGUMENT: grpc.status.INVALID_ARGUMENT,
  NOT_FOUND: grpc.status.NOT_FOUND,
  ALREADY_EXISTS: grpc.status.ALREADY_EXISTS,
  INVALID_STATE: grpc.status.FAILED_PRECONDITION,
};

/** A client silent for this long is pinged; one that does not answer in KEEPALIVE_TIMEOUT_MS, or does not
 *  speak HTTP/2, is disconnected. */
const KEEPALIVE_TIME_MS = 30_000;
const KEEPALIVE_TIMEOUT_MS = 10_000;
/** Maximum concurrent calls per connection; a node of the api polls for each job type. */
const MAX_CONCURRENT_CALLS = 1_000;

/** Serves the methods of Zeebe's gateway that Shahrah uses; the others answer UNIMPLEMENTED. */
export async function startGateway(
  store: Store,
  address: { host: string; port: number },
  { pingEveryMs = KEEPALIVE_TIME_MS, pongWithinMs = KEEPALIVE_TIMEOUT_MS } = {},
): Promise<{ port: number; stop(): Promise<void> }> {
  const server = new grpc.Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    'grpc.keepalive_time_ms': pingEveryMs,
    'grpc.keepalive_timeout_ms': pongWithinMs,
    'grpc.max_concurrent_streams': MAX_CONCURRENT_CALLS,
  });
  const polls = createJobPolls(store);
  const methods = Object.entries(unaryMethods(store, address.port)).map(([name, method]) => [
    name,
    unary(method),
  ]);
  const handlers = {
    ...(Object.fromEntries(methods) as Record<string, grpc.handleUnaryCall<Body, object>>),
    ActivateJobs: stream(polls.open),
  };
  for (const proto of [OLD_PROTO, NEW_PROTO]) {
    const { service } = gatewayOf(proto);
    const known = Object.entries(handlers).filter(([name]) => name in service);
    server.addService(service, Object.fromEntries(known));
  }
  const port = await new Promise<number>((resolve, reject) => {
    const { host } = address;
    const name = `${host.includes(':') ? `[${host}]` : host}:${address.port}`;
    server.bindAsync(name, grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    port,
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
      const answer = method(storable(call.request));
      if (answer instanceof Promise) answer.then((value: object) => done(null, value), fail);
      else done(null, answer);
    } catch (error) {
      fail(error);
    }
  };

const stream =
  (open: (call: JobStream) => void) =>
  (call: JobStream): void => {
    try {
      storable(call.request);
      open(call);
    } catch (error) {
      call.emit('error', statusOf(error));
    }
  };

function statusOf(error: unknown): { code: grpc.status; details: string } {
  if (error instanceof Rejection) return { code: CODES[error.code], details: error.message };
  if (error instanceof ResourceExhausted)
    return { code: grpc.status.RESOURCE_EXHAUSTED, details: error.message };
  console.error(error);
  return { code: grpc.status.INTERNAL, details: String(error) };
}
