import { expect } from 'chai';
import { describe, it } from 'mocha';
import { eventually } from '#tests/support/wait.ts';
import type { ApiClient } from '#ui/api/client.ts';
import { createEventParser, listenToEvents, type LiveEvent } from '#ui/api/events.ts';

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

  it('is followed by the next one before it ends, and nobody notices', async () => {
    // given
    const ending = new AbortController();
    const told: string[] = [];
    const lines: ReadableStreamDefaultController<Uint8Array>[] = [];
    const left: number[] = [];
    const say = (line: number, text: string) => lines[line]?.enqueue(new TextEncoder().encode(text));
    const api = {
      stream: async () => {
        const number = lines.length;
        return new ReadableStream<Uint8Array>({
          start: (controller) => void lines.push(controller),
          cancel: () => void left.push(number),
        });
      },
    } as unknown as ApiClient;
    const listening = listenToEvents({
      api,
      signal: ending.signal,
      onEvent: ({ data }) => told.push(`heard ${String(data)}`),
      onLost: () => told.push('lost'),
      onOpen: (again) => told.push(again ? 'open again' : 'open'),
    });
    await eventually(() => lines.length === 1);
    // when
    say(0, 'data: 1\n\nevent: ending\ndata: {}\n\n');
    await eventually(() => left.length === 1);
    say(1, 'data: 2\n\nevent: ending\ndata: {}\n\n');
    await eventually(() => left.length === 2);
    say(2, 'data: 3\n\n');
    await eventually(() => told.length === 4);
    ending.abort();
    lines[2]?.close();
    await listening;
    // then
    expect(left).to.deep.equal([0, 1]);
    expect(told.slice(0, 4)).to.deep.equal(['open', 'heard 1', 'heard 2', 'heard 3']);
  });

  it('goes on to its end when the next one cannot be opened', async () => {
    // given
    const ending = new AbortController();
    let opened = 0;
    const told: string[] = [];
    const api = {
      async stream() {
        opened += 1;
        if (opened === 2) throw new Error('no token');
        return new ReadableStream<Uint8Array>({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('event: ending\ndata: {}\n\n'));
            setTimeout(() => {
              controller.enqueue(new TextEncoder().encode('data: last\n\n'));
              controller.close();
            }, 20);
          },
        });
      },
    } as unknown as ApiClient;
    // when
    await listenToEvents({
      api,
      signal: ending.signal,
      onEvent: ({ data }) => told.push(String(data)),
      onLost: () => {
        told.push('lost');
        ending.abort();
      },
      onOpen: () => undefined,
    });
    // then
    expect(told).to.deep.equal(['last', 'lost']);
    expect(opened).to.equal(2);
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
    await listenToEvents({
      api,
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
