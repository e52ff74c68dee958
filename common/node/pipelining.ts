import { Socket } from 'node:net';

/** Buffers writes until the end of the tick. */
class GatheringSocket extends Socket {
  override uncork(): void {
    process.nextTick(() => super.uncork());
  }
}

/** Configures a pg client to pipeline statements that do not wait for each other's answers, those of one tick
 *  in one write: each write costs a system call and wakes the server. Over TLS they are pipelined too, but
 *  each in a write of its own. */
export const PIPELINED = { pipeline: true, stream: () => new GatheringSocket() } as const;
