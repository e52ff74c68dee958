import { createHmac, createSign, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Key = { kid: string; privateKey: KeyObject; publicKey: KeyObject };

const newKey = (): Key => ({ kid: randomUUID(), ...generateKeyPairSync('rsa', { modulusLength: 2048 }) });

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Starts a realm that publishes its keys like Keycloak and signs anything, to get tokens that a real one
 *  never issues, such as expired ones. */
export async function fakeRealm() {
  let keys = [newKey()];
  let asked = 0;
  let up = true;
  const server = createServer((req, res) => {
    asked += 1;
    if (!up || req.url !== '/realms/shahrah/protocol/openid-connect/certs')
      return void res.writeHead(500).end();
    const published = keys.map(({ kid, publicKey }) => ({
      ...publicKey.export({ format: 'jwk' }),
      kid,
      use: 'sig',
    }));
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const claims = (given: object): object => ({
    iss: `${url}/realms/shahrah`,
    aud: 'shahrah-api',
    typ: 'Bearer',
    sub: 'f3c1',
    preferred_username: 'sara',
    name: 'سارا',
    roles: ['caseworker'],
    groups: ['rmto'],
    iat: Math.floor(Date.now() / 1000) - 10,
    exp: Math.floor(Date.now() / 1000) + 300,
    ...given,
  });

  return {
    url,
    timesAsked: () => asked,
    fail: () => void (up = false),
    rotate: () => void (keys = [newKey()]),
    /** Returns a signed token; `header` and `key` allow invalid ones. */
    token(
      given: object = {},
      { header = {}, key = keys[0] as Key }: { header?: object; key?: Key } = {},
    ): string {
      const signed = `${part({ alg: 'RS256', typ: 'JWT', kid: key.kid, ...header })}.${part(claims(given))}`;
      return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key.privateKey).toString('base64url')}`;
    },
    /** Returns a token signed with the public key as a shared secret: the classic algorithm confusion
     *  attack. */
    confusedToken(): string {
      const { kid, publicKey } = keys[0] as Key;
      const signed = `${part({ alg: 'HS256', typ: 'JWT', kid })}.${part(claims({}))}`;
      const secret = publicKey.export({ format: 'pem', type: 'spki' });
      return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
    },
    unsignedToken: (): string => `${part({ alg: 'none', kid: keys[0]?.kid })}.${part(claims({}))}.`,
    foreignKey: newKey,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
