import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { identify } from '#stack/process-identity.ts';
import { restartingService, type RestartPolicy } from '#stack/restarting-service.ts';
import type { Component, Service } from '#stack/service.ts';
import { type Child, endOrphans, startChild } from '#stack/supervise.ts';
import { waitUntilReady } from '#stack/wait.ts';
import { aLimitedDisk, type LimitedDisk } from '#tests/support/fakes/limited-disk.ts';
import { eventually } from '#tests/support/wait.ts';
import { temporaryFolders } from './temporary-folder.ts';

const QUICK: RestartPolicy = {
  firstPauseMs: 10,
  longestPauseMs: 40,
  recoveredAfterMs: 60_000,
  failedStarts: 3,
};

const FOREVER = 'setInterval(() => {}, 1000)';

/** A home with a launcher in it, and what that launcher says. */
interface Scene {
  readonly home: string;
  readonly said: string[];
  readonly givenUp: string[];
  readonly ending: AbortController;
  /** Processes of the component, one for each time it got as far as running. */
  readonly children: Child[];
  /** How often its start was tried. */
  readonly tries: () => number;
  /** While this file is there, the component ends as soon as it is started. */
  readonly obstacle: string;
  serve(component?: Partial<Component>, patience?: Partial<RestartPolicy>): Service;
  /** Kills the component that runs, and waits until it is started again. */
  killAndWait(): Promise<void>;
}

describe('a service that starts again', () => {
  const scenes: Scene[] = [];
  let disk: LimitedDisk | undefined;

  afterEach(async () => {
    for (const { home, ending } of scenes.splice(0)) {
      ending.abort();
      await endOrphans(home);
    }
    disk?.close();
    disk = undefined;
  });

  const newFolder = temporaryFolders();

  function aScene(home = newFolder()): Scene {
    const said: string[] = [];
    const givenUp: string[] = [];
    const children: Child[] = [];
    const ending = new AbortController();
    const obstacle = join(home, 'obstacle');
    let tries = 0;
    const run = async (): Promise<Child> => {
      tries += 1;
      const program = existsSync(obstacle) ? 'process.exit(7)' : `console.log('up'); ${FOREVER}`;
      const child = startChild(home, { name: 'thing', command: process.execPath, args: ['-e', program] });
      await waitUntilReady(child, async () => !existsSync(obstacle), 10_000);
      children.push(child);
      return child;
    };
    const scene: Scene = {
      home,
      said,
      givenUp,
      ending,
      children,
      tries: () => tries,
      obstacle,
      serve: (component, patience) =>
        restartingService(
          { id: 'thing', name: 'The thing', run, ...component },
          {
            home,
            reporter: { say: (line) => said.push(line), progress: () => {}, done: () => {} },
            giveUp: (sentence) => givenUp.push(sentence),
            ending: ending.signal,
            patience: { ...QUICK, ...patience },
          },
        ),
      async killAndWait() {
        const before = children.length;
        process.kill(children.at(-1)?.pid ?? 0, 'SIGKILL');
        await eventually(() => children.length > before);
      },
    };
    scenes.push(scene);
    return scene;
  }

  const log = ({ home }: Scene) => join(home, 'log', 'thing.log');

  it('says how it ended, where its log is and when it comes back, and comes back', async () => {
    // given
    const scene = aScene();
    const service = scene.serve();
    await service.start();

    // when
    await scene.killAndWait();
    await service.start();

    // then
    expect(scene.said[0]).to.equal(
      `The thing ended on its own (signal SIGKILL): its log is ${log(scene)}, and it starts again in 0 s.`,
    );
    expect(scene.said[1]).to.match(/^The thing is ready again \([\d.]+ s\)\.$/);
    expect(identify(scene.children[1]?.pid ?? 0)).not.to.equal(undefined);
    expect(service.isRunning()).to.equal(true);
  });

  it('waits twice as long each time, up to an end', async () => {
    // given
    const scene = aScene();
    const service = scene.serve({}, { firstPauseMs: 100, longestPauseMs: 400 });
    await service.start();

    // when
    for (let death = 0; death < 4; death += 1) {
      await scene.killAndWait();
      await service.start();
    }

    // then
    const pauses = scene.said.flatMap((line) => /again in (.*) s\.$/.exec(line)?.[1] ?? []);
    expect(pauses).to.deep.equal(['0.1', '0.2', '0.4', '0.4']);
  });

  it('does not give up while the disk is full, and says that it is', async () => {
    // given
    disk = aLimitedDisk(64);
    // Only root may make a disk that is full.
    if (!disk) return expect(process.getuid?.()).not.to.equal(0);
    const scene = aScene(disk.folder);
    const service = scene.serve();
    await service.start();
    writeFileSync(scene.obstacle, '');
    disk.fill();

    // when
    process.kill(scene.children[0]?.pid ?? 0, 'SIGKILL');
    await eventually(() => scene.tries() > 2 * QUICK.failedStarts);
    rmSync(scene.obstacle);
    disk.empty();
    await eventually(() => service.isRunning());
    await service.stop();

    // then
    expect(scene.givenUp).to.deep.equal([]);
    expect(scene.said.join('\n')).to.include(
      `the disk that holds ${disk.folder} is full, so free some space there`,
    );
  });

  it('begins with the shortest pause once it has run well', async () => {
    // given
    const scene = aScene();
    const service = scene.serve({}, { firstPauseMs: 100, longestPauseMs: 400, recoveredAfterMs: 0 });
    await service.start();

    // when
    for (let death = 0; death < 2; death += 1) {
      await scene.killAndWait();
      await service.start();
    }

    // then
    const pauses = scene.said.flatMap((line) => /again in (.*) s\.$/.exec(line)?.[1] ?? []);
    expect(pauses).to.deep.equal(['0.1', '0.1']);
  });

  it('gives up with one sentence when it fails to start too often', async () => {
    // given
    const scene = aScene();
    await scene.serve().start();
    writeFileSync(scene.obstacle, '');

    // when
    process.kill(scene.children[0]?.pid ?? 0, 'SIGKILL');
    const [sentence] = await eventually(() => scene.givenUp.length > 0 && scene.givenUp);

    // then
    expect(sentence).to.equal(
      `The thing failed to start 3 times in a row, so everything stops: read ${log(scene)}, then start again.`,
    );
    expect(scene.said).to.have.length(3);
    expect(scene.said[2]).to.contain('The thing ended while starting (exit code 7): its log is');
  });

  it('ends what was started and never got ready, before it tries again', async () => {
    // given
    const scene = aScene();
    const stuck: Child[] = [];
    const service = scene.serve({
      run: async () => {
        const child = startChild(scene.home, {
          name: 'thing',
          command: process.execPath,
          args: ['-e', FOREVER],
        });
        scene.children.push(child);
        if (scene.children.length !== 2) return child;
        stuck.push(child);
        throw new Error('it does not answer\nfor long reasons');
      },
    });
    await service.start();

    // when
    await scene.killAndWait();
    await eventually(() => scene.children.length === 3);
    await service.start();

    // then
    expect(identify(stuck[0]?.pid ?? 0)).to.equal(undefined);
    expect(scene.said[1]).to.contain('The thing could not be started (it does not answer): its log is');
    expect(service.isRunning()).to.equal(true);
  });

  it('waits for what it needs, and does not count what fails meanwhile', async () => {
    // given
    const scene = aScene();
    const other = aScene();
    const needed = other.serve({ name: 'The base' }, { failedStarts: 100, longestPauseMs: 10 });
    const service = scene.serve({ needs: [needed] });
    await needed.start();
    await service.start();
    writeFileSync(other.obstacle, '');
    process.kill(other.children[0]?.pid ?? 0, 'SIGKILL');
    await eventually(() => other.said.length > 5);

    // when
    process.kill(scene.children[0]?.pid ?? 0, 'SIGKILL');
    await eventually(() => scene.said.length > 0);
    const saidSoFar = other.said.length;
    await eventually(() => other.said.length > saidSoFar + 5);
    const beforeTheBase = scene.children.length;
    rmSync(other.obstacle);
    await eventually(() => scene.children.length === 2);

    // then
    expect(scene.said[0]).to.contain('and it starts again when The base is back.');
    expect(beforeTheBase).to.equal(1);
    expect(scene.givenUp).to.deep.equal([]);
  });

  it('stays ended once everything is to stop, also when that happens in its pause', async () => {
    // given
    const scene = aScene();
    await scene.serve({}, { firstPauseMs: 30_000, longestPauseMs: 30_000 }).start();
    const inPause = aScene();
    await inPause.serve({}, { firstPauseMs: 30_000, longestPauseMs: 30_000 }).start();
    process.kill(inPause.children[0]?.pid ?? 0, 'SIGKILL');
    await eventually(() => inPause.said.length > 0);

    // when
    for (const { ending } of [scene, inPause]) ending.abort();
    await scene.children[0]?.kill();

    // then
    expect(scene.said).to.deep.equal([]);
    expect(inPause.said).to.have.length(1);
    for (const { tries } of [scene, inPause]) expect(tries()).to.equal(1);
  });

  it('is not tried again when its first start fails', async () => {
    // given
    const scene = aScene();
    writeFileSync(scene.obstacle, '');

    // when
    const failure = await scene
      .serve()
      .start()
      .catch((error: unknown) => error);

    // then
    expect(String(failure)).to.contain('ended while starting (exit code 7)');
    expect(scene.said).to.deep.equal([]);
  });
});
