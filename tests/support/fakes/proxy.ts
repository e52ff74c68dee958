import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type Proxy = {
  /** host:port */
  readonly address: string;
  /** From now on forwards requests but drops responses. */
  swallowAnswers(): void;
  /** From now on drops requests. */
  swallowRequests(): void;
  /** Cuts, once, the connection on which a request with this text comes; the request does not arrive. */
  cutOn(text: string): void;
  /** Forwards everything again, on new connections. */
  pass(): void;
  close(): Promise<void>;
};

/** Starts a proxy to `target` (host:port) that can drop requests or responses. */
export async function aProxy(target: string): Promise<Proxy> {
  const [host = '', port = ''] = target.split(':');
  const sockets = new Set<Socket>();
  let lost: 'nothing' | 'answers' | 'requests' = 'nothing';
  let fatal: string | undefined;

  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((caller) => {
    keep(caller);
    const callee = keep(connect({ host, port: Number(port) }));
    caller.on('data', (chunk: Buffer) => {
      if (fatal !== undefined && chunk.includes(fatal)) {
        fatal = undefined;
        caller.destroy();
        return;
      }
      if (lost !== 'requests') callee.write(chunk);
    });
    callee.on('data', (chunk: Buffer) => {
      if (lost !== 'answers') caller.write(chunk);
    });
    callee.once('close', () => caller.destroy());
    caller.once('close', () => callee.destroy());
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    swallowAnswers() {
      lost = 'answers';
    },
    swallowRequests() {
      lost = 'requests';
    },
    cutOn(text) {
      fatal = text;
    },
    pass() {
      lost = 'nothing';
      cut();
    },
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      return closed;
    },
  };
}
