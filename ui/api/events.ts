import type { ApiClient } from './client.ts';

export type LiveEvent = { name: string; data: unknown };

type ListenOptions = {
  api: ApiClient;
  signal: AbortSignal;
  onEvent: (event: LiveEvent) => void;
  /** Called when the stream is open. `again` is true after a reconnect, when events may have been missed. */
  onOpen: (again: boolean) => void;
  onLost: () => void;
};

const MIN_RETRY_DELAY_MS = 500;
const MAX_RETRY_DELAY_MS = 15_000;

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

/** Parses the text of an event stream. Takes chunks as they arrive and buffers an incomplete event until the
 *  next chunk. */
export function createEventParser(onEvent: (event: LiveEvent) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    rest = (rest + chunk).replace(/\r\n?/g, '\n');
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = block.split('\n').map((line) => /^(event|data): ?(.*)$/.exec(line));
      const name = fields.find((field) => field?.[1] === 'event')?.[2] ?? 'message';
      const data = fields.flatMap((field) => (field?.[1] === 'data' ? [field[2]] : [])).join('\n');
      if (data) onEvent({ name, data: parsed(data) });
    }
  };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

/** Listens to server-sent events until the signal aborts, reconnecting with exponential backoff when the
 *  connection drops. Before the token expires the server announces the end of the stream; the next stream is
 *  then opened before the old one closes, so no event is missed and the user notices nothing. */
export async function listenToEvents(listening: ListenOptions): Promise<void> {
  const { api, signal, onOpen, onLost } = listening;
  let pause = MIN_RETRY_DELAY_MS;
  let opened = false;
  while (!signal.aborted) {
    try {
      const stream = await api.stream('listenToChanges', signal);
      onOpen(opened);
      opened = true;
      pause = MIN_RETRY_DELAY_MS;
      await readStream(stream, listening);
    } catch {
      if (signal.aborted) return;
    }
    onLost();
    await wait(pause * (0.5 + Math.random()), signal);
    pause = Math.min(pause * 2, MAX_RETRY_DELAY_MS);
  }
}

/** Reads a stream and its successors until one ends without a successor. */
async function readStream(
  first: ReadableStream<Uint8Array>,
  { api, signal, onEvent }: ListenOptions,
): Promise<void> {
  for (let stream: typeof first | undefined = first; stream;) {
    let next: typeof first | undefined;
    let over = false;
    const reader = stream.getReader();
    const follow = async (): Promise<void> => {
      const found = await api.stream('listenToChanges', signal);
      if (over) return found.cancel();
      next = found;
      await reader.cancel();
    };
    const feed = createEventParser((event) =>
      event.name === 'ending' ? void follow().catch(() => undefined) : onEvent(event),
    );
    const decoder = new TextDecoder();
    for (let part = await reader.read(); !part.done; part = await reader.read())
      feed(decoder.decode(part.value, { stream: true }));
    over = true;
    stream = next;
  }
}
