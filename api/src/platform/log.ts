import { pino, type Logger } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'> & { child(bindings: Record<string, unknown>): Log };

/** JSON lines. ERROR means that a person must act. No bodies, no variables, no personal data. */
export const openLog = (level: string): Log =>
  pino({ level, base: null, redact: ['req.headers.authorization', 'req.headers.cookie'] });
