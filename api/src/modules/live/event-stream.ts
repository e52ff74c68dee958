import type { Response } from 'express';
import type { LiveEvents } from '#common/contract/index.ts';

const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;

/** Server-sent event stream of one listener. A slow reader costs only its buffer: what does not fit is
 *  dropped, and once the reader has caught up it is told to read again. */
export function eventStream(res: Response) {
  let behind = false;
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  });
  res.write(`retry: ${RETRY_MS}\n\n`);

  const write = (text: string): void => {
    if (!res.write(text)) behind = true;
  };
  const send = <Name extends keyof LiveEvents>(name: Name, data: LiveEvents[Name]): void => {
    if (!behind) write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const sendReload = (): void => {
    send('tasks-changed', { keys: [], many: true });
    send('request-changed', { ids: [], many: true });
    send('notices-changed', {});
  };

  const heartbeat = setInterval(() => {
    if (!behind) write(': still here\n\n');
  }, HEARTBEAT_MS).unref();
  res.on('drain', () => {
    behind = false;
    sendReload();
  });
  res.on('close', () => clearInterval(heartbeat));

  return { send, sendReload, end: () => void res.end() };
}

export type EventStream = ReturnType<typeof eventStream>;
