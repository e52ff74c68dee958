import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readEmail } from '#api/modules/people/index.ts';

describe('An e-mail address', () => {
  for (const address of [
    'sara@example.org',
    'sara.ahmadi+roads@mail.example.co.uk',
    'a@xn--mgbh0fb.xn--mgba3a4f16a',
    'x@1and1.de',
  ])
    it(`${address} is read as it is`, () => {
      expect(readEmail(` ${address} `)).to.equal(address);
    });

  for (const [typed, address] of [
    ['sara@EXAMPLE.org', 'sara@example.org'],
    ['sara@ｅxample.org', 'sara@example.org'],
    ['sara@exa\u00admple.org', 'sara@example.org'],
    ['sara@example。org', 'sara@example.org'],
    ['سارا@مثال.ایران', 'سارا@xn--mgbh0fb.xn--mgba3a4f16a'],
    ['\u202asara@example.org\u202c\ufeff', 'sara@example.org'],
  ] as const)
    it(`${JSON.stringify(typed)} has its domain as the name system knows it`, () => {
      expect(readEmail(typed)).to.equal(address);
    });

  for (const [what, address] of [
    ['with a direction mark inside', 'a\u202e@example.org'],
    ['with a control inside', 'a\u0007b@example.org'],
    ['with a space of no width inside', 'a\u200bb@example.org'],
    ['with a direction mark in its domain', 'a@exa\u202emple.org'],
    ['without a domain', 'sara@'],
    ['without a dot', 'sara@example'],
    ['of an address literal', 'a@[127.0.0.1]'],
    ['of an IPv4 address', 'a@127.0.0.1'],
    ['of an IPv6 address', 'a@[IPv6:::1]'],
    ['of a label that is no Punycode', 'a@xn--.example'],
    ['of an empty label', 'a@example..org'],
    ['of a label that begins with a hyphen', 'a@-example.org'],
    ['of a name with an underscore', 'a@my_host.org'],
    ['of the machine itself', 'a@mail.localhost'],
    ['of the local network', 'postmaster@db.internal'],
    ['with two signs', 'a@b@example.org'],
    ['with a line break', 'a@example.org\nBcc: b@example.org'],
  ] as const)
    it(`${what} is none`, () => {
      expect(readEmail(address)).to.equal(undefined);
    });
});
