import { expect } from 'chai';
import { afterEach, describe, it } from 'mocha';
import { identify } from '#stack/process-identity.ts';
import { serviceOf } from '#stack/service.ts';
import { type Child, endOrphans, startChild } from '#stack/supervise.ts';
import { eventually } from '#tests/support/wait.ts';
import { temporaryFolders } from './temporary-folder.ts';

describe('a service', () => {
  let home: string | undefined;

  afterEach(async () => {
    if (home) await endOrphans(home);
  });

  const newFolder = temporaryFolders();

  function aService() {
    const folder = (home = newFolder());
    const children: Child[] = [];
    const crashes: string[][] = [];
    const service = serviceOf(
      {
        id: 'thing',
        name: 'The thing',
        run: async () => {
          const args = ['-e', 'setInterval(() => {}, 1000)'];
          const child = startChild(folder, { name: 'thing', command: process.execPath, args });
          children.push(child);
          return child;
        },
      },
      (...crash) => crashes.push(crash),
    );
    return { service, children, crashes };
  }

  it('that ends on its own is reported, stays ended, and can be started again', async () => {
    // given
    const { service, children, crashes } = aService();
    await service.start();

    // when
    process.kill(children[0]?.pid ?? 0, 'SIGKILL');
    await eventually(() => crashes.length > 0);
    const ranMeanwhile = service.isRunning();
    await service.start();

    // then
    expect(crashes).to.deep.equal([['The thing', 'signal SIGKILL', children[0]?.logFile]]);
    expect(ranMeanwhile).to.equal(false);
    expect(children).to.have.length(2);
    expect(identify(children[1]?.pid ?? 0)).not.to.equal(undefined);
  });

  it('that is stopped or killed on purpose is not reported', async () => {
    // given
    const { service, children, crashes } = aService();

    // when
    await service.start();
    await service.kill();
    await service.start();
    await service.stop();

    // then
    for (const { pid } of children) expect(identify(pid)).to.equal(undefined);
    expect(children).to.have.length(2);
    expect(crashes).to.deep.equal([]);
  });
});
