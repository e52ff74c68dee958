import * as grpc from '@grpc/grpc-js';
import { EngineInstanceNotFound, EngineRejected, EngineUnavailable } from './engine-port.ts';

/** The job is completed, cancelled, or its time was over and another has it. */
export class EngineJobNotFound extends Error {
  override readonly name = 'EngineJobNotFound';
}

/** The gRPC status behind an error, as a number. */
export const grpcCodeOf = (error: unknown): number | undefined => {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return typeof code === 'number' ? code : cause ? grpcCodeOf(cause) : undefined;
};

/** Says an error of gRPC in the words of the port. UNAVAILABLE may come after the broker took the command; only RESOURCE_EXHAUSTED (backpressure) surely changed nothing. */
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

/** As `translate`, where NOT_FOUND means that what the command is about is no longer there. */
export function toNotFoundError(what: string, error: unknown): Error {
  const translated = toEngineError(what, error);
  return translated instanceof EngineJobNotFound
    ? new EngineInstanceNotFound(translated.message, { cause: error })
    : translated;
}

/** As `translate`, where NOT_FOUND means that the command names something that was never there. */
export function toUncertainError(what: string, error: unknown): Error {
  const translated = toEngineError(what, error);
  return translated instanceof EngineJobNotFound
    ? new EngineRejected(translated.message, { cause: error })
    : translated;
}
