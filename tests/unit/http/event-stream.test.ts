import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import type { Response } from 'express';
import { describe, it } from 'mocha';
import { eventStream } from '#api/modules/live/event-stream.ts';
import { eventually } from '#tests/support/wait.ts';

/** A connection that holds 4 kB until somebody reads. */
function connection() {
  const line = new PassThrough({ highWaterMark: 4096 });
  return { line, res: Object.assign(line, { writeHead: () => line }) as unknown as Response };
}

describe('a stream of events', () => {
  it('drops what a slow reader cannot take, and then tells it to read again', async () => {
    // given
    const { line, res } = connection();
    const stream = eventStream(res);

    // when
    for (let index = 0; index < 10_000; index += 1)
      stream.send('tasks-changed', { keys: [String(index)], many: false });
    const waiting = line.readableLength + line.writableLength;
    let text = '';
    line.on('data', (part) => (text += String(part)));
    await eventually(() => text.includes('"many":true'));
    stream.end();

    // then
    expect(waiting).to.be.lessThan(20_000);
    expect(text).to.match(/"keys":\["0"\]/);
    expect(text).not.to.include('"keys":["9999"]');
  });
});
