import { type AddressInfo, createServer } from 'node:net';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { runBootstrap } from './run-command.ts';
import { temporaryFolders } from './temporary-folder.ts';

const onNode = (version: string): string =>
  `Object.defineProperty(process.versions, 'node', { value: '${version}' })`;

describe('the commands', () => {
  const newFolder = temporaryFolders();

  it('say which Node they need', async () => {
    // when
    const { code, output } = await runBootstrap(['start'], { preload: onNode('18.19.0') });

    // then
    expect(code).to.equal(1);
    expect(output.trim()).to.equal(
      'Shahrah needs Node 20.19 or newer and this is 18.19.0: install a newer one from nodejs.org and run the command again.',
    );
  });

  it('say where they run', async () => {
    // when
    const preload = "Object.defineProperty(process, 'platform', { value: 'win32' })";
    const { code, output } = await runBootstrap(['start'], { preload });

    // then
    expect(code).to.equal(1);
    expect(output).to.contain('Linux and macOS, not on win32');
  });

  it('say which commands there are', async () => {
    // when
    const { code, output } = await runBootstrap(['stat']);

    // then
    expect(code).to.equal(1);
    expect(output.trim()).to.equal('Say one of: start, test, services, reset, backup, restore, bench.');
  });

  for (const [version, said] of [
    ['20.20.2', ['Security holes of Node 20.20.2 are not closed any more: install Node 24 from nodejs.org.']],
    ['22.1.0', []],
  ] as const)
    it(`name the variable that moves a port that is taken, on Node ${version}`, async () => {
      // given
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const { port } = other.address() as AddressInfo;
      const env = {
        SHAHRAH_HOME: newFolder(),
        PORT: String(port),
        ZEEBE_ADDRESS: '127.0.0.1:1',
        ZEEBE_REST_URL: 'http://127.0.0.1:1',
        ENGINE_RECORDS_PASSWORD: 'only for this test',
      };

      // when
      const { code, output } = await runBootstrap(['start'], { env, preload: onNode(version) });
      other.close();

      // then
      const lines = output.trim().split('\n');
      expect(code).to.equal(1);
      expect(lines.pop()).to.contain(`Port ${port} is taken`).and.contain('set PORT to a free port');
      expect(lines).to.deep.equal(said);
    });
});
