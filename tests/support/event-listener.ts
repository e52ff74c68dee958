import { tokenOf } from './sign-in/tokens.ts';
import { eventually } from './wait.ts';

export type Heard = { event: string; data: { keys?: string[]; ids?: string[]; many: boolean } };

/** Listens to `GET /api/events` as a screen does. `ended` resolves when the server ends the stream. */
export async function listenTo(url: string, username: string, token?: string) {
  const stop = new AbortController();
  const response = await fetch(`${url}/api/events`, {
    headers: { authorization: `Bearer ${token ?? (await tokenOf(username))}` },
    signal: stop.signal,
  });
  const heard: Heard[] = [];
  let text = '';
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const part of response.body ?? []) {
      text += decoder.decode(part as Uint8Array, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = /^event: (.*)$/m.exec(block)?.[1];
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (event && data) heard.push({ event, data: JSON.parse(data) as Heard['data'] });
      }
    }
  };
  const ended = response.ok ? read().catch(() => undefined) : Promise.resolve();
  return {
    status: response.status,
    headers: response.headers,
    heard,
    ended,
    /** Waits for an event with this name and id. */
    hears: (event: string, id: string) =>
      eventually(() =>
        heard.some(
          (one) => one.event === event && [...(one.data.keys ?? []), ...(one.data.ids ?? [])].includes(id),
        ),
      ),
    async stop() {
      stop.abort();
      await ended;
    },
  };
}
