import * as grpc from '@grpc/grpc-js';
import { EngineInstanceNotFound, EngineRejected, EngineUnavailable } from './engine-port.ts';

/** The job is completed, cancelled, or timed out and now belongs to another worker. */
export class EngineJobNotFound extends Error {
  override readonly name = 'EngineJobNotFound';
}

/** Returns the gRPC status code behind an error. */
export const grpcCodeOf = (error: unknown): number | undefined => {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return typeof code === 'number' ? code : cause ? grpcCodeOf(cause) : undefined;
};

/** Translates a gRPC error to one of the port. UNAVAILABLE may come after the broker took the command; only
 *  RESOURCE_EXHAUSTED (backpressure) surely changed nothing. */
export function toEngineError(what: string, error: unknown): Error {
  if (error instanceof EngineUnavailable) return error;
  const code = grpcCodeOf(error);
  const message = `${what}: ${(error as Error).message}`;
  switch (code) {
    case grpc.status.RESOURCE_EXHAUSTED:
      return new EngineUnavailable(message, { uncertain: false, cause: error });
    case grpc.status.NOT_FOUND:
      return new EngineJobNotFound(message, { cause: error });
    case grpc.status.ALREADY_EXISTS:
    case grpc.status.INVALID_ARGUMENT:
    case grpc.status.FAILED_PRECONDITION:
    case grpc.status.OUT_OF_RANGE:
    case grpc.status.UNIMPLEMENTED:
    case grpc.status.PERMISSION_DENIED:
    case grpc.status.UNAUTHENTICATED:
      return new EngineRejected(message, { cause: error });
    default:
      return new EngineUnavailable(message, { uncertain: true, cause: error });
  }
}

/** Like `toEngineError`, where NOT_FOUND means that the subject of the command no longer exists. */
export function toNotFoundError(what: string, error: unknown): Error {
  const translated = toEngineError(what, error);
  return translated instanceof EngineJobNotFound
    ? new EngineInstanceNotFound(translated.message, { cause: error })
    : translated;
}

/** Like `toEngineError`, where NOT_FOUND means that the command names something that never existed. */
export function toUncertainError(what: string, error: unknown): Error {
  const translated = toEngineError(what, error);
  return translated instanceof EngineJobNotFound
    ? new EngineRejected(translated.message, { cause: error })
    : translated;
}
