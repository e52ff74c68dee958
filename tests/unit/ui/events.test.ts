import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createEventParser, listen, type LiveEvent } from '../../../ui/api/events.ts';
import type { ApiClient } from '../../../ui/api/client.ts';

describe('the stream of events', () => {
  it('is understood however it is cut', () => {
    // given
    const text = ': hello\n\nevent: tasks-changed\ndata: {"keys":["1"]}\n\ndata: plain\r\n\r\n';
    for (const size of [1, 3, 7, text.length]) {
      const events: LiveEvent[] = [];
      const feed = createEventParser((event) => events.push(event));
      // when
      for (let at = 0; at < text.length; at += size) feed(text.slice(at, at + size));
      // then
      expect(events, `in pieces of ${size}`).to.deep.equal([
        { name: 'tasks-changed', data: { keys: ['1'] } },
        { name: 'message', data: 'plain' },
      ]);
    }
  });

  it('is opened again when it ends, and says that something may have been missed', async () => {
    // given
    const ending = new AbortController();
    const opened: boolean[] = [];
    const api = {
      stream: () =>
        Promise.resolve(
          new ReadableStream<Uint8Array>({
            start(controller) {
              controller.enqueue(new TextEncoder().encode('data: 1\n\n'));
              controller.close();
            },
          }),
        ),
    } as unknown as ApiClient;
    // when
    await listen({
      api,
      path: '/events',
      signal: ending.signal,
      onEvent: () => undefined,
      onLost: () => undefined,
      onOpen: (again) => {
        opened.push(again);
        if (again) ending.abort();
      },
    });
    // then
    expect(opened).to.deep.equal([false, true]);
  });
});
