import { createServer, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { runBootstrap } from './run-command.ts';
import { temporaryFolders } from './temporary-folder.ts';

describe('the commands', () => {
  const newFolder = temporaryFolders();

  it('say which Node they need', async () => {
    // when
    const preload = "Object.defineProperty(process.versions, 'node', { value: '18.19.0' })";
    const { code, output } = await runBootstrap(['start'], { preload });

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

  it('name the variable that moves a port that is taken', async () => {
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
    const { code, output } = await runBootstrap(['start'], { env });
    other.close();

    // then
    expect(code).to.equal(1);
    expect(output).to.contain(`Port ${port} is taken`).and.contain('set PORT to a free port');
    expect(output.trim().split('\n')).to.have.length(1);
  });
});
