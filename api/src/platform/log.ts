import { destination as fileDestination, type Logger, type LoggerOptions, pino } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'> & {
  child(bindings: Record<string, unknown>): Log;
};

const STDOUT = 1;
/** Bytes of log lines that are kept while the disk is full. */
const MAX_BUFFERED_BYTES = 1_000_000;

/** Opens the log: JSON lines, on standard output by default. ERROR means that a person must act. It holds no
 *  bodies, no variables and no personal data. */
export function openLog(level: string, destination?: { write(line: string): void }): Log {
  const options = {
    level,
    base: null,
    redact: ['req.headers.authorization', 'req.headers.cookie'],
    serializers: { err: loggedError },
  };
  return destination ? pino(options, destination) : openBuffered(options);
}

/** Logs without failing on a full disk. Lines that cannot be written wait for the next one that can; when too
 *  many wait, lines are lost, and the log says how many once it goes on. Each line is written before the call
 *  returns, so that none is lost when the process is killed. */
function openBuffered(options: LoggerOptions): Log {
  const file = fileDestination({ dest: STDOUT, sync: true, maxLength: MAX_BUFFERED_BYTES });
  const log = pino(options, file);
  let stopped: string | undefined;
  let lost = 0;
  file.on('error', ({ message }: Error) => (stopped = message));
  file.on('drop', () => {
    lost += 1;
    // Nothing else retries the waiting lines.
    file.write('');
  });
  file.on('drain', () => {
    if (stopped === undefined) return;
    const reason = stopped;
    stopped = undefined;
    // The drain may concern lines older than the waiting ones: retry those once, which fails at once if they
    // still cannot be written.
    file.write('');
    if (stopped !== undefined) return;
    log.error({ reason, lost }, 'the log could not be written for a while');
    lost = 0;
  });
  return log;
}

/** Returns what may be logged of an error. Database errors carry rows in `detail` and `where`: those stay
 *  out. */
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
