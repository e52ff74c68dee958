import { expect } from 'chai';
import { describe, it } from 'mocha';
import { signedTokens } from '#api/platform/signed-token.ts';

const ID = '0b8f1f6e-6a1c-4c53-9a55-0d5a7b1c2d3e';
const DAY_MS = 86_400_000;

describe('A signed token', () => {
  let now = Date.UTC(2026, 10, 29);
  const tokensFor = (purpose: string) =>
    signedTokens({ secret: 'a secret', purpose, validDays: 2, clock: { now: () => new Date(now) } });
  const tokens = tokensFor('survey');

  it('gives back its id until its time is over', () => {
    // given
    const token = tokens.tokenFor(ID);
    expect(tokens.read(token)).to.equal(ID);
    // when
    now += 2 * DAY_MS + 1_000;
    // then
    expect(tokens.read(token)).to.equal(undefined);
  });

  it('is worth nothing for another purpose', () => {
    expect(tokensFor('alerts').read(tokens.tokenFor(ID))).to.equal(undefined);
  });

  for (const [what, change] of [
    ['with a sign at its end that says nothing', (token: string) => `${token}=`],
    ['with a fourth part', (token: string) => `${token}.x`],
    ['with another letter', (token: string) => `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`],
    ['that is cut', (token: string) => token.slice(0, -2)],
    ['that is empty', () => ''],
  ] as const)
    it(`is none ${what}`, () => {
      expect(tokens.read(change(tokens.tokenFor(ID)))).to.equal(undefined);
    });
});
