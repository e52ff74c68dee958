import { type AddressInfo, createServer } from 'node:net';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { DEFAULT_PORTS, freePorts, portsFrom, requireFreePorts } from '#stack/ports.ts';
import { problemOf } from './problem-of.ts';

describe('the ports', () => {
  it('are the usual ones where nobody moves them', () => {
    // when
    const ports = portsFrom({ KEYCLOAK_PORT: '8999' });

    // then
    expect(ports).to.deep.equal({ ...DEFAULT_PORTS, KEYCLOAK_PORT: 8999 });
  });

  it('name the variable that moves a port that is taken', async () => {
    // given
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;

    // when
    const sentence = await problemOf(() => requireFreePorts({ POSTGRES_PORT: port })).finally(() =>
      other.close(),
    );

    // then
    expect(sentence).to.contain(`Port ${port} is taken`).and.contain('set POSTGRES_PORT to a free port');
  });

  it('refuse what is no port', async () => {
    // when
    const sentence = await problemOf(() => portsFrom({ PORT: 'many' }));

    // then
    expect(sentence).to.contain('PORT=many is not a port');
  });

  it('refuse two names for one port', async () => {
    // when
    const sentence = await problemOf(() => portsFrom({ PORT: '8080' }));

    // then
    expect(sentence).to.contain('ZEEBE_REST_PORT').and.contain('PORT').and.contain('8080');
  });

  it('differ from each other where free ones are taken', async () => {
    // when
    const ports = Object.values(await freePorts({}));

    // then
    expect(new Set(ports).size).to.equal(ports.length);
  });
});
