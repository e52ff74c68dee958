import { expect } from 'chai';
import { describe, it } from 'mocha';
import { announcement, type Started } from '#stack/announcement.ts';
import { DEMO_PASSWORD, demoPeople } from '#stack/realm/realm.ts';

const STARTED: Started = {
  home: '/somewhere/.shahrah',
  publicUrl: 'http://127.0.0.1:3000',
  zeebeAddress: undefined,
  keycloakUrl: 'http://127.0.0.1:8180',
  mailFolder: '/somewhere/.shahrah/mail',
  totpSecret: 'JBSWY3DPEHPK3PXP',
  tookMs: 31_400,
};

describe('what npm start prints when all is ready', () => {
  it('says which engine runs', () => {
    // when
    const embedded = announcement(STARTED);
    const external = announcement({ ...STARTED, zeebeAddress: 'zeebe.example:26500' });

    // then
    expect(embedded).to.include('  Engine              embedded');
    expect(external).to.include('  Engine              Zeebe at zeebe.example:26500');
  });

  it('names the demo people where they can sign in, and nobody where they cannot', () => {
    // when
    const demo = announcement(STARTED).join('\n');
    const real = announcement({ ...STARTED, totpSecret: undefined }).join('\n');

    // then
    for (const { username, title } of demoPeople())
      expect(demo).to.contain(`  ${username} `).and.contain(title.en);
    expect(demo).to.contain(`with the password ${DEMO_PASSWORD}`);
    expect(demo)
      .to.match(/^ {2}admin \* /m)
      .and.match(/^ {2}agent {2}/m);
    expect(demo).to.contain(`\n  ${STARTED.totpSecret}\n`);
    expect(real).not.to.contain('password').and.not.contain('Demo');
  });

  it('names the folder of the messages only where a mail server of its own keeps them', () => {
    // when
    const real = announcement({ ...STARTED, mailFolder: undefined });

    // then
    expect(real.join('\n')).not.to.contain('Messages');
    expect(announcement(STARTED)).to.include('  Messages sent       /somewhere/.shahrah/mail');
  });
});
