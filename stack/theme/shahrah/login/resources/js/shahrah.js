/* Additions to the stock page. Without this script everything still works. */
document.addEventListener('DOMContentLoaded', () => {
  tellFaults();
  nameWhatHasNoName();
  for (const field of document.querySelectorAll('input[type=password]')) hintAt(field);
  for (const field of document.querySelectorAll('[autocomplete=one-time-code], #totp')) latinDigits(field);
});

const fieldBeside = (node) =>
  node.closest('.pf-v5-c-form__group')?.querySelector('input:not([type=hidden]), select, textarea');

/** Links each field to its error, so that a screen reader reads it when the field gets the focus. */
function tellFaults() {
  for (const fault of document.querySelectorAll('[id^=input-error-]:not([id^=input-error-container-])')) {
    if (fault.textContent?.trim()) fieldBeside(fault)?.setAttribute('aria-describedby', fault.id);
  }
}

/** Fixes stock pages that label no field, or describe a picture in English. */
function nameWhatHasNoName() {
  for (const label of document.querySelectorAll('label[for]')) {
    const field = document.getElementById(label.htmlFor) ?? fieldBeside(label);
    if (field?.id) label.htmlFor = field.id;
  }
  const code = document.getElementById('kc-totp-secret-qr-code');
  const told = code?.closest('li')?.querySelector('p')?.textContent;
  if (told) code.alt = told.trim();
  for (const warning of document.querySelectorAll('[aria-label="Warning alert"]')) {
    warning.removeAttribute('aria-label');
    warning.querySelector('.pf-screen-reader')?.remove();
    warning.querySelector('h4')?.setAttribute('role', 'none');
  }
}

/** Warns below a password field that the keyboard types Persian letters, or capitals: nobody can see it in
 *  the dots. */
function hintAt(field) {
  const group = field.closest('.pf-v5-c-form__group');
  if (!group) return;
  const place = document.createElement('div');
  place.setAttribute('role', 'status');
  group.append(place);
  const hints = ['letters', 'capitals'].map((name) => {
    const hint = document.getElementById(`shahrah-hint-${name}`)?.cloneNode(true);
    hint?.removeAttribute('id');
    return hint;
  });
  const show = (event) => {
    const wanted = [
      /[\u0600-\u06FF]/.test(field.value),
      event.getModifierState?.('CapsLock') ?? hints[1]?.isConnected ?? false,
    ];
    for (const [index, hint] of hints.entries()) {
      if (!hint || hint.isConnected === wanted[index]) continue;
      hint.hidden = false;
      if (wanted[index]) place.append(hint);
      else hint.remove();
    }
  };
  field.addEventListener('keyup', show);
  field.addEventListener('input', show);
}

/** Converts the digits of a code typed with a Persian or Arabic keyboard. */
function latinDigits(field) {
  field.addEventListener('input', () => {
    const latin = field.value.replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 15));
    if (latin !== field.value) field.value = latin;
  });
}
