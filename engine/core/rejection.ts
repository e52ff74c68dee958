export type RejectionCode = 'INVALID_ARGUMENT' | 'NOT_FOUND' | 'ALREADY_EXISTS' | 'INVALID_STATE';

/** A command that the engine refuses. It changes nothing. */
export class Rejection extends Error {
  override readonly name = 'Rejection';
  readonly code: RejectionCode;
  constructor(code: RejectionCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** An element that cannot continue until an incident is resolved. */
export class IncidentError extends Error {
  override readonly name = 'IncidentError';
  readonly errorType: string;
  constructor(errorType: string, message: string) {
    super(message);
    this.errorType = errorType;
  }
}

/** A command that would loop endlessly. Its changes are dropped. */
export class StepLimitExceeded extends Error {
  override readonly name = 'StepLimitExceeded';
}
