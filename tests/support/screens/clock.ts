import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { act } from '@testing-library/react';
import { afterEach, beforeEach } from 'mocha';

/** Turns of the event loop until what a timer started, such as a fetch and its renderings, is at rest. */
const TURNS = 10;

/** Stops the clock for each test of a block. `pass` lets time go by and what is due happen. */
export function useStoppedClock(): { pass: (ms: number) => Promise<void> } {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());
  const pass = (ms: number) =>
    act(async () => {
      mock.timers.tick(ms);
      for (let count = 0; count < TURNS; count += 1) {
        await turn();
        mock.timers.tick(0);
      }
    });
  return { pass };
}
