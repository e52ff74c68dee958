import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { identify } from '#stack/process-identity.ts';
import { runBootstrap } from './run-command.ts';
import { temporaryFolders } from './temporary-folder.ts';

describe('the reset', () => {
  const newFolder = temporaryFolders();

  const homeWithData = () => {
    const home = join(newFolder(), 'home');
    for (const folder of ['postgres', 'engine', 'zeebe', 'mine'])
      mkdirSync(join(home, folder), { recursive: true });
    writeFileSync(join(home, 'secrets.json'), '{}');
    return home;
  };

  it('deletes the data, that of earlier engines too, and nothing that is not ours', async () => {
    // given
    const home = homeWithData();

    // when
    const { code } = await runBootstrap(['reset', '--yes'], { env: { SHAHRAH_HOME: home } });

    // then
    expect(code).to.equal(0);
    expect(readdirSync(home)).to.deep.equal(['mine']);
  });

  it('deletes nothing where nobody can be asked', async () => {
    // given
    const home = homeWithData();

    // when
    const { code, output } = await runBootstrap(['reset'], { env: { SHAHRAH_HOME: home }, stdin: 'yes\n' });

    // then
    expect(code).to.equal(1);
    expect(output).to.contain('--yes');
    expect(existsSync(join(home, 'postgres'))).to.equal(true);
  });

  it('refuses while Shahrah runs', async () => {
    // given
    const home = homeWithData();
    const launcher = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    mkdirSync(join(home, 'run'));
    writeFileSync(join(home, 'run', 'launcher.json'), JSON.stringify(identify(launcher.pid ?? 0)));

    // when
    const { code, output } = await runBootstrap(['reset', '--yes'], { env: { SHAHRAH_HOME: home } });
    launcher.kill('SIGKILL');

    // then
    expect(code).to.equal(1);
    expect(output).to.contain('stop it with Ctrl-C first');
    expect(existsSync(join(home, 'postgres'))).to.equal(true);
  });
});
