import { destination as fileDestination, type Logger, type LoggerOptions, pino } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'> & {
  child(bindings: Record<string, unknown>): Log;
};

const STDOUT = 1;
/** Lines that wait for room on a full disk. */
const MAX_BUFFERED_BYTES = 1_000_000;

/** JSON lines, on standard output unless told otherwise. ERROR means that a person must act. No bodies, no variables, no personal
 *  data. */
export function openLog(level: string, destination?: { write(line: string): void }): Log {
  const options = {
    level,
    base: null,
    redact: ['req.headers.authorization', 'req.headers.cookie'],
    serializers: { err: loggedError },
  };
  return destination ? pino(options, destination) : openBuffered(options);
}

/** What cannot be written, as on a full disk, ends nobody: it waits for the next line that can; when too much waits, lines are lost, and
 *  the log says how many once it goes on. Each line is written before the call returns, so none is lost when the process is killed. */
function openBuffered(options: LoggerOptions): Log {
  const file = fileDestination({ dest: STDOUT, sync: true, maxLength: MAX_BUFFERED_BYTES });
  const log = pino(options, file);
  let stopped: string | undefined;
  let lost = 0;
  file.on('error', ({ message }: Error) => (stopped = message));
  file.on('drop', () => {
    lost += 1;
    // Nothing else tries again what waits.
    file.write('');
  });
  file.on('drain', () => {
    if (stopped === undefined) return;
    const reason = stopped;
    stopped = undefined;
    // It may have been told of lines before those that wait: these are tried once more, and fail at once if they do.
    file.write('');
    if (stopped !== undefined) return;
    log.error({ reason, lost }, 'the log could not be written for a while');
    lost = 0;
  });
  return log;
}

/** What of an error may stand in the log. Errors of the database carry rows in `detail` and `where`: those stay out. */
export function loggedError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return {
    type: error.constructor.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: loggedError(error.cause) }),
  };
}
