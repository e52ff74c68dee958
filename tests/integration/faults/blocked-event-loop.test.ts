import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { after, describe, it } from 'mocha';
import { freePort } from '#stack/ports.ts';
import { apiVariables } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';
import { eventually } from '#tests/support/wait.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const LAST_WORDS = {
  api: /^\{"level":60,"time":\d+,"msg":"The event loop has stood still for 30 s \(standStill in hang-on-signal\.mjs.*\), so the api is killed/m,
  engine:
    /^The event loop has stood still for 30 s \(standStill in hang-on-signal\.mjs.*\), so the engine is killed/m,
};

describe('faults: an event loop that stands still', function () {
  this.timeout(180_000);
  const database = useDatabase();
  const running: ChildProcess[] = [];

  after(() => {
    for (const child of running) child.kill('SIGKILL');
  });

  async function start(program: string, env: Record<string, string>) {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--import', './tests/support/hang-on-signal.mjs', program],
      { cwd: ROOT, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } },
    );
    running.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += String(part)));
    const ended = once(child, 'exit').then(([code, signal]) => (signal ?? code) as string | number);
    return { child, ended, said: () => said };
  }

  it('ends api and engine within a minute, each with a line that says where it stood', async () => {
    // given
    const [port, operations, zeebe, rest, management] = await Promise.all(
      Array.from({ length: 5 }, freePort),
    );
    const api = await start('api/src/main.ts', {
      ...apiVariables(database),
      PORT: String(port),
      OPERATIONS_PORT: String(operations),
      ENGINE_RECORDS_PORT: '0',
      ZEEBE_ADDRESS: '127.0.0.1:1',
      ZEEBE_REST_URL: 'http://127.0.0.1:1',
    });
    const engine = await start('engine/main.ts', {
      ZEEBE_PORT: String(zeebe),
      ZEEBE_REST_PORT: String(rest),
      ZEEBE_MANAGEMENT_PORT: String(management),
      ENGINE_DATABASE_URL: database.engineUrl,
    });
    const ready = [`http://127.0.0.1:${operations}/readyz`, `http://127.0.0.1:${management}/ready`];
    await eventually(async () => (await Promise.all(ready.map((url) => fetch(url)))).every(({ ok }) => ok), {
      timeout: 60_000,
    });

    // when
    for (const { child } of [api, engine]) child.kill('SIGUSR2');
    const ends = await Promise.all([api.ended, engine.ended]);

    // then
    expect(ends).to.deep.equal(['SIGKILL', 'SIGKILL']);
    expect(api.said()).to.match(LAST_WORDS.api);
    expect(engine.said()).to.match(LAST_WORDS.engine);
  });
});
