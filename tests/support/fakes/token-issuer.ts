import { createHmac, createSign, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const KEY_ID = 'the-key';
const MINUTE_S = 60;

export type Claims = Record<string, unknown>;

export type TokenIssuer = {
  /** Value of KEYCLOAK_URL for the API. */
  readonly url: string;
  /** Returns a token like Keycloak's for caseworker.rmto; `claims` and `header` override parts of it. */
  sign(given?: { claims?: Claims; header?: Claims; key?: KeyObject }): string;
  /** Like `sign`, but with the published key used as a shared secret. */
  signWithPublicKey(): string;
  close(): Promise<void>;
};

export const aKeyPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Starts an issuer that publishes keys where Keycloak does and signs what Keycloak never would. */
export async function aTokenIssuer(): Promise<TokenIssuer> {
  const { publicKey, privateKey } = aKeyPair();
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, use: 'sig', alg: 'RS256' };
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const unsigned = (claims: Claims, header: Claims): string => {
    const now = Math.floor(Date.now() / 1000);
    const usual = {
      iss: `${url}/realms/shahrah`,
      aud: 'shahrah-api',
      typ: 'Bearer',
      sub: randomUUID(),
      preferred_username: 'caseworker.rmto',
      name: 'مریم احمدی',
      roles: ['caseworker'],
      groups: ['rmto'],
      iat: now,
      exp: now + MINUTE_S,
    };
    return [
      { alg: 'RS256', typ: 'JWT', kid: KEY_ID, ...header },
      { ...usual, ...claims },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
  };

  return {
    url,
    sign({ claims = {}, header = {}, key = privateKey } = {}) {
      const text = unsigned(claims, header);
      return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
    },
    signWithPublicKey() {
      const text = unsigned({}, { alg: 'HS256' });
      const secret = publicKey.export({ format: 'pem', type: 'spki' });
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
