import { expect } from 'chai';
import { describe, it } from 'mocha';
import { mailboxOf } from '#api/modules/notifications/index.ts';

describe('a mailbox', () => {
  for (const other of [
    'TARGET@Example.ORG',
    'target+roads@example.org',
    'target@ｅxample.org',
    'target@exa\u00admple.org',
    'target@example。org',
    'ｔarget@example.org',
  ])
    it(`is the same for ${JSON.stringify(other)}`, () => {
      expect(mailboxOf(other)).to.equal(mailboxOf('target@example.org'));
    });

  it('is the same for a domain in its own script and in that of the name system', () => {
    expect(mailboxOf('sara@مثال.ایران')).to.equal(mailboxOf('sara@xn--mgbh0fb.xn--mgba3a4f16a'));
  });

  it('is another for another name, another domain and another number', () => {
    // given
    const names = [
      'target@example.org',
      'other@example.org',
      'target@example.com',
      '+989121234567',
      '+989121234568',
    ];

    // then
    expect(new Set(names.map(mailboxOf)).size).to.equal(names.length);
  });
});
