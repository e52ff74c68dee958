import '#tests/support/screens/dom.ts';
import { screen, waitFor, within } from '@testing-library/react';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { useState } from 'react';
import { KeyboardShortcutsDialog } from '#case-ui/desk/shell/keyboard-shortcuts-dialog.tsx';
import { useShortcuts } from '#case-ui/desk/shell/use-shortcuts.ts';
import { render } from '#tests/support/screens/render.tsx';

function Desk() {
  const [helping, setHelping] = useState(false);
  useShortcuts(() => setHelping(true));
  return (
    <>
      <div data-search="">
        <input aria-label="search" />
      </div>
      {['one', 'two', 'three'].map((name) => (
        <a key={name} href={`#${name}`} data-row={name}>
          {name}
        </a>
      ))}
      <KeyboardShortcutsDialog open={helping} onClose={() => setHelping(false)} />
    </>
  );
}

const focused = () => document.activeElement?.textContent;

describe('the keyboard shortcuts', () => {
  it('move through the list, and stop at its ends', async () => {
    // given
    const { user } = render(<Desk />);
    // when
    const seen: unknown[] = [];
    for (const key of ['j', 'j', 'j', 'j', 'k', 'k', 'k']) {
      await user.keyboard(key);
      seen.push(focused());
    }
    // then
    expect(seen).to.deep.equal(['one', 'two', 'three', 'three', 'two', 'one', 'one']);
  });

  it('work on a Persian keyboard, where the keys make other letters', async () => {
    // given
    const { user } = render(<Desk />, { locale: 'fa' });
    // when
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ت', code: 'KeyJ', bubbles: true }));
    // then
    expect(focused()).to.equal('one');
    // when
    await user.keyboard('؟');
    // then
    expect(await screen.findByRole('dialog', { name: 'کلیدهای میانبر' })).to.exist;
  });

  it('go to the search, and are letters in it', async () => {
    // given
    const { user } = render(<Desk />);
    await user.keyboard('/');
    const search = screen.getByRole('textbox', { name: 'search' });
    expect(document.activeElement).to.equal(search);
    // when
    await user.keyboard('jk?');
    // then
    expect(search).to.have.property('value', 'jk?');
    expect(screen.queryByRole('dialog')).to.equal(null);
  });

  it('are explained in a dialog that closes', async () => {
    // given
    const { user } = render(<Desk />);
    // when
    await user.keyboard('?');
    // then
    const dialog = within(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' }));
    const keys = dialog.getAllByRole('term').map(({ textContent }) => textContent);
    const meanings = dialog.getAllByRole('definition').map(({ textContent }) => textContent);
    expect(keys).to.deep.equal(['j', 'k', 'Enter', '/', '?', 'Esc']);
    expect(meanings).to.deep.equal([
      'Next item',
      'Previous item',
      'Open the item',
      'Search',
      'Show this help',
      'Close',
    ]);
    // when
    await user.click(dialog.getByRole('button', { name: 'Close' }));
    // then
    await waitFor(() => expect(screen.queryByRole('dialog')).to.equal(null));
  });
});
