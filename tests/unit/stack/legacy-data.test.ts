import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { refuseLegacyData } from '#stack/legacy-data.ts';
import { problemOf } from './problem-of.ts';
import { runBootstrap } from './run-command.ts';
import { temporaryFolders } from './temporary-folder.ts';

describe('data of before', () => {
  const newFolder = temporaryFolders();

  const homeWith = (...files: string[]): string => {
    const home = newFolder();
    for (const file of files) {
      mkdirSync(dirname(join(home, file)), { recursive: true });
      writeFileSync(join(home, file), '');
    }
    return home;
  };

  it('of a broker is refused in a sentence that says how to begin anew and how to keep it', async () => {
    // given
    const home = homeWith('postgres/PG_VERSION', 'zeebe/raft-partition/partitions/1/raft-partition.meta');

    // when
    const sentence = await problemOf(() => refuseLegacyData(home));

    // then
    expect(sentence).to.contain(join(home, 'zeebe')).and.contain('npm run reset');
    expect(sentence).to.contain('ZEEBE_ADDRESS, ZEEBE_REST_URL').and.contain('SHAHRAH_HOME');
    expect(sentence.split('\n')).to.have.length(1);
  });

  it('of an engine with a journal is refused without the advice to bring a Zeebe, which could not read it', async () => {
    // given
    const home = homeWith('zeebe/journal.ndjson');

    // when
    const sentence = await problemOf(() => refuseLegacyData(home));

    // then
    expect(sentence)
      .to.contain(join(home, 'zeebe', 'journal.ndjson'))
      .and.contain('npm run reset');
    expect(sentence).to.contain('SHAHRAH_HOME').and.not.contain('ZEEBE_ADDRESS');
  });

  it('ends npm start before anything is started, unless a Zeebe is named', async () => {
    // given
    const home = homeWith('zeebe/raft-partition/partitions/1/raft-partition.meta');
    const zeebe = { ZEEBE_ADDRESS: 'zeebe.example:26500', ZEEBE_REST_URL: 'http://zeebe.example:8080' };
    const env = { SHAHRAH_HOME: home, PORT: 'none', ENGINE_RECORDS_PASSWORD: 'only for this test' };

    // when
    const embedded = await runBootstrap(['start'], {
      env: { ...env, ZEEBE_ADDRESS: '', ZEEBE_REST_URL: '' },
    });
    const external = await runBootstrap(['start'], { env: { ...env, ...zeebe } });

    // then
    expect(embedded.code).to.equal(1);
    expect(embedded.output).to.contain('npm run reset');
    expect(external.output).to.contain('PORT=none is not a port').and.not.contain('npm run reset');
    expect(readdirSync(home)).not.to.include('postgres').and.not.include('secrets.json');
  });

  it('is not seen where there is none', () => {
    // given
    const used = homeWith('postgres/PG_VERSION', 'engine/journal.ndjson', 'log/zeebe.log');
    mkdirSync(join(used, 'zeebe'));

    // when
    const look = () => [newFolder(), join(newFolder(), 'nowhere'), used].forEach(refuseLegacyData);

    // then
    expect(look).not.to.throw();
  });
});
