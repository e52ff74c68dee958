import { Socket } from 'node:net';

/** Keeps what is written until the end of the tick. */
class GatheringSocket extends Socket {
  override uncork(): void {
    process.nextTick(() => super.uncork());
  }
}

/** Configures a client of pg to send statements that do not wait for each other's answers at once, those of one tick in one write:
 *  each write costs a call of the system and wakes the server. Over TLS they are sent at once too, but each in a write of its own. */
export const PIPELINED = { pipeline: true, stream: () => new GatheringSocket() } as const;
