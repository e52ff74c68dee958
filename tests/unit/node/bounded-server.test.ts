import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { listen, type Listening } from '#api/http/server.ts';
import type { ServerLimits } from '#common/node/bounded-server.ts';
import { eventually } from '#tests/support/wait.ts';

/** More than the buffers of a connection hold. */
const LARGE = Buffer.alloc(64 * 1024 * 1024);

const hello: RequestListener = (_req, res) => void res.end('hello');

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;

/** Whether the address of the loopback of IPv6 is there. */
const hasIpv6 = (): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(0, '::1', () => server.close(() => resolve(true)));
  });

describe('a server', () => {
  const servers: Listening[] = [];
  const sockets: Socket[] = [];

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  async function serve(
    listener: RequestListener,
    bounds: ServerLimits = {},
    host = '127.0.0.1',
  ): Promise<Listening> {
    const server = await listen(listener, { host, port: 0, lookEveryMs: 50, ...bounds });
    servers.push(server);
    return server;
  }

  /** Somebody who keeps an own end of the connection open, whatever the server does. */
  async function stranger({ port }: Listening, text = '') {
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    sockets.push(socket);
    let heard = '';
    let gone = false;
    socket.on('data', (part) => (heard += String(part)));
    socket.on('error', () => (gone = true));
    await once(socket, 'connect');
    socket.write(text);
    return {
      socket,
      heard: () => heard,
      /** The other end has none any more: what is sent there comes back as an error. */
      isLetGo: () => {
        if (!gone) socket.write('x');
        return gone;
      },
    };
  }

  it('lets go of who sends half a header and holds on', async () => {
    // given
    const server = await serve(hello, { headersWithinMs: 200 });

    // when
    const slow = await stranger(server, 'GET / HTTP/1.1\r\nHost: ');
    await eventually(() => slow.heard().includes('408'));

    // then
    expect(slow.heard()).to.match(/^HTTP\/1\.1 408 /);
    await eventually(slow.isLetGo);
  });

  it('lets go of who sends nothing at all', async () => {
    // given
    const server = await serve(hello, { headersWithinMs: 200, idleWithinMs: 400 });

    // when
    const silent = await stranger(server);
    const ended = once(silent.socket, 'end');

    // then
    await ended;
    await eventually(silent.isLetGo);
  });

  it('lets go of who sends a body byte by byte', async () => {
    // given
    const server = await serve((req, res) => req.resume().on('end', () => res.end()), {
      headersWithinMs: 200,
      requestWithinMs: 400,
    });

    // when
    const slow = await stranger(server, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n');
    const dripping = setInterval(() => slow.socket.write('x'), 50);
    await eventually(() => slow.heard().includes('408')).finally(() => clearInterval(dripping));

    // then
    await eventually(slow.isLetGo);
  });

  it('lets go of who does not read what was asked for', async () => {
    // given
    let letGo = false;
    const server = await serve(
      (_req, res) => {
        res.on('close', () => (letGo = true));
        res.end(LARGE);
      },
      { idleWithinMs: 300 },
    );

    // when
    const { socket } = await stranger(server, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    socket.pause();

    // then
    await eventually(() => letGo);
  });

  it('keeps who reads slowly, but reads', async () => {
    // given
    const server = await serve((_req, res) => void res.end(LARGE), { idleWithinMs: 1_000 });

    // when
    const response = await fetch(server.url);
    const { length } = Buffer.from(await response.arrayBuffer());

    // then
    expect(length).to.equal(LARGE.length);
  });

  it('takes no more connections than it may have, and again when one is free', async () => {
    // given
    const server = await serve(hello, { mostConnections: 2 });
    const [first] = [await stranger(server), await stranger(server)];

    // when
    const refused = await fetch(server.url).catch(() => 'refused');
    first?.socket.destroy();

    // then
    expect(refused).to.equal('refused');
    expect(await eventually(() => fetch(server.url).then((answer) => answer.text()))).to.equal('hello');
  });

  it('answers the requests of a connection one after the other, and in their order', async () => {
    // given
    const begun: ServerResponse[] = [];
    const server = await serve((_req, res) => void begun.push(res));

    // when
    const ahead = await stranger(server, ['/1', '/2', '/3'].map(get).join(''));
    await eventually(() => begun.length === 1);
    for (const n of [1, 2, 3]) {
      expect(begun).to.have.length(n);
      begun[n - 1]?.end(`answer ${n}`);
      await eventually(() => ahead.heard().includes(`answer ${n}`) && begun.length === Math.min(n + 1, 3));
    }

    // then
    expect(ahead.heard().match(/answer \d/g)).to.deep.equal(['answer 1', 'answer 2', 'answer 3']);
    expect(begun.map(({ req }) => req.url)).to.deep.equal(['/1', '/2', '/3']);
  });

  it('ends the connection of who asks on and on without waiting, and works on none of what was asked ahead', async () => {
    // given
    const begun: ServerResponse[] = [];
    const server = await serve((_req, res) => void begun.push(res));

    // when
    const flood = await stranger(server, get('/').repeat(400));
    await eventually(flood.isLetGo);
    begun[0]?.end();
    const other = fetch(server.url);
    await eventually(() => begun.length > 1);
    begun.at(-1)?.end();
    await other;

    // then
    expect(begun).to.have.length(2);
  });

  it('works on nothing more of a connection that was closed', async () => {
    // given
    const begun: ServerResponse[] = [];
    let closed = 0;
    const server = await serve((_req, res) => {
      begun.push(res);
      res.once('close', () => (closed += 1));
    });

    // when
    const { socket } = await stranger(server, get('/').repeat(3));
    await eventually(() => begun.length === 1);
    socket.destroy();
    await eventually(() => closed === 1);

    // then
    const other = fetch(server.url);
    await eventually(() => begun.length > 1);
    expect(begun.map(({ req }) => req.socket.destroyed)).to.deep.equal([true, false]);
    begun.at(-1)?.end();
    await other;
  });

  it('takes bodies of requests that were sent ahead', async () => {
    // given
    const server = await serve((req, res) => void req.pipe(res));
    const post = (body: string) =>
      `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

    // when
    const ahead = await stranger(server, post('a'.repeat(100_000)) + post('last'));

    // then
    await eventually(() => ahead.heard().includes('a'.repeat(1_000)) && ahead.heard().includes('last'));
  });

  it('listens on IPv6 and IPv4 at once where it is told `::`', async () => {
    if (!(await hasIpv6())) {
      // when
      const refusal = await serve(hello, {}, '::').then(
        () => undefined,
        ({ code }: NodeJS.ErrnoException) => code,
      );
      // then
      expect(refusal).to.be.oneOf(['EAFNOSUPPORT', 'EADDRNOTAVAIL']);
      return;
    }
    // when
    const server = await serve(hello, {}, '::');
    const [six, four] = [
      await fetch(`http://[::1]:${server.port}`),
      await fetch(`http://127.0.0.1:${server.port}`),
    ];
    // then
    expect(server.url).to.equal(`http://[::]:${server.port}`);
    expect([await six.text(), await four.text()]).to.deep.equal(['hello', 'hello']);
  });
});
