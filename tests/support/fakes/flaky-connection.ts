import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type FlakyConnection = {
  /** URL of the database through this proxy. */
  readonly url: string;
  /** Counts statements from now on and cuts the connection of the n-th: either before it reaches the
   *  database, or after it ran and before its result arrives. */
  cutAt(n: number, when: 'before' | 'after'): void;
  /** Stops counting.
   *  @returns how many statements were sent, and whether the connection was cut */
  stopCounting(): { statements: number; cut: boolean };
  /** From now on drops all traffic on existing connections without telling either end. New connections
   *  work. */
  blackHole(): void;
  close(): Promise<void>;
};

const SIMPLE_QUERY = 'Q'.charCodeAt(0);
const EXECUTE = 'E'.charCodeAt(0);
const READY_FOR_QUERY = 'Z'.charCodeAt(0);

/** Proxies PostgreSQL so that the connection can break at a chosen statement, as when the API or its
 *  connection dies halfway. */
export async function aFlakyConnection(databaseUrl: string): Promise<FlakyConnection> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const silencers = new Set<() => void>();
  let armed: { n: number; when: 'before' | 'after' } | undefined;
  let counted = 0;
  let cut = false;

  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((caller) => {
    const statementsIn = messageCounter([SIMPLE_QUERY, EXECUTE], { greets: true });
    const answersIn = messageCounter([READY_FOR_QUERY], { greets: false });
    const callee = connect({ host: target.hostname, port: Number(target.port) });
    [caller, callee].forEach(keep);
    let answerLost = false;
    let silent = false;
    const silence = () => void (silent = true);
    silencers.add(silence);
    const breakOff = () => {
      cut = true;
      caller.destroy();
      callee.destroy();
    };
    caller.on('data', (chunk: Buffer) => {
      if (silent) return;
      const before = counted;
      counted += statementsIn(chunk);
      const hit = armed && !cut && before < armed.n && counted >= armed.n;
      if (hit && armed?.when === 'before') return breakOff();
      if (hit) answerLost = true;
      callee.write(chunk);
    });
    callee.on('data', (chunk: Buffer) => {
      if (silent) return;
      const carriedOut = answersIn(chunk) > 0;
      if (!answerLost) caller.write(chunk);
      else if (carriedOut) breakOff();
    });
    callee.once('close', () => {
      silencers.delete(silence);
      caller.destroy();
    });
    caller.once('close', () => callee.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const through = new URL(databaseUrl);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    cutAt(n, when) {
      armed = { n, when };
      counted = 0;
      cut = false;
    },
    stopCounting() {
      armed = undefined;
      return { statements: counted, cut };
    },
    blackHole() {
      for (const silence of silencers) silence();
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      return closed;
    },
  };
}

/** Counts messages of given types on one side of a connection. A message is a type byte, a length and that
 *  many bytes. The first message of a client, its startup message, has no type byte. */
function messageCounter(
  types: readonly number[],
  { greets }: { greets: boolean },
): (chunk: Buffer) => number {
  let kept = Buffer.alloc(0);
  let begun = !greets;
  return (chunk) => {
    kept = Buffer.concat([kept, chunk]);
    let found = 0;
    for (;;) {
      const lengthAt = begun ? 1 : 0;
      if (kept.length < lengthAt + 4) return found;
      const end = lengthAt + kept.readInt32BE(lengthAt);
      if (kept.length < end) return found;
      if (begun && types.includes(kept[0] ?? 0)) found += 1;
      begun = true;
      kept = kept.subarray(end);
    }
  };
}
