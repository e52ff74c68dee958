import { useEffect } from 'react';

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Rows of the list on screen, in order. */
const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-row]')];

function focusRow(by: 1 | -1): void {
  const all = rows();
  const here = all.findIndex((row) => row === document.activeElement);
  const open = all.findIndex((row) => row.getAttribute('aria-current') === 'true');
  const from = here >= 0 ? here : open;
  const next = all[from < 0 ? 0 : Math.min(Math.max(from + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

const KEY_CODES: Record<string, string> = { KeyJ: 'j', KeyK: 'k' };

/** Returns the intended letter. On a Persian keyboard the keys j and k produce other letters, so their
 *  position counts. */
const letterOf = ({ key, code }: KeyboardEvent): string =>
  /^[a-z]$/i.test(key) ? key : (KEY_CODES[code] ?? key);

/** Handles the keyboard shortcuts: j and k move in the list, `/` goes to the search, `?` opens the help. */
export function useShortcuts(onHelp: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
      const letter = letterOf(event);
      if (letter === 'j') focusRow(1);
      else if (letter === 'k') focusRow(-1);
      else if (letter === '/') document.querySelector<HTMLElement>('[data-search] input')?.focus();
      else if (letter === '?' || letter === '؟') onHelp();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onHelp]);
}
