import type { Message } from '#api/platform/mail.ts';
import type { Locale } from '#common/contract/index.ts';
import { LINK_TEXTS, MESSAGE_TEXTS, type MessageFacts, RECEIPT_TEXTS } from './message-texts.ts';
import type { NotificationTemplate } from './notifier.ts';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const paragraph = (line: string): string =>
  `<p style="margin:0 0 12px">${escape(line).replaceAll('\n', '<br>')}</p>`;

const anchor = ({ label, address }: { label: string; address: string }): string =>
  `<p style="margin:0 0 12px"><a href="${escape(address)}" style="color:#0B5563">${escape(label)}</a></p>`;

/** Renders the message of a template, as text and as simple HTML in the direction of its language. A receipt
 *  for a mailbox that nobody has confirmed says what that means. */
export function renderMessage(
  template: NotificationTemplate,
  locale: Locale,
  { confirmed = true, ...facts }: MessageFacts & { link: string; confirmed?: boolean },
): Message {
  const { subject, lines } = MESSAGE_TEXTS[locale][template];
  const { label, survey, sender } = LINK_TEXTS[locale];
  const isSurvey = template.startsWith('survey-');
  return composeMessage({
    locale,
    subject: subject(facts),
    lines: [...lines(facts), ...(confirmed ? [] : RECEIPT_TEXTS[locale].unconfirmed)],
    links: [{ label: isSurvey ? survey : label, address: facts.link }],
    sender,
  });
}

/** Renders several receipts for a mailbox as one message, each with its link. `more`: number of receipts that
 *  it does not name. */
export function renderReceipts(
  locale: Locale,
  {
    receipts,
    more,
    confirmed,
  }: {
    receipts: readonly (MessageFacts & { template: NotificationTemplate; link: string })[];
    more: number;
    confirmed: boolean;
  },
): Message {
  const words = RECEIPT_TEXTS[locale];
  return composeMessage({
    locale,
    subject: words.subject(receipts.length + more),
    lines: [...words.lines, ...(more > 0 ? [words.more(more)] : []), ...(confirmed ? [] : words.unconfirmed)],
    links: receipts.map(({ template, link, ...facts }) => ({
      label: MESSAGE_TEXTS[locale][template].subject(facts),
      address: link,
    })),
    sender: LINK_TEXTS[locale].sender,
  });
}

/** Composes a message of these lines, with the links below them; empty lines are left out. */
export function composeMessage({
  locale,
  subject,
  lines,
  links,
  sender,
}: {
  locale: Locale;
  subject: string;
  lines: readonly string[];
  links: readonly { label: string; address: string }[];
  sender: string;
}): Message {
  const body = lines.filter((line) => line !== '');
  const direction = locale === 'fa' ? 'rtl' : 'ltr';
  return {
    subject,
    text: [...body, ...links.map(({ label, address }) => `${label}: ${address}`), sender].join('\n\n'),
    html: `<!doctype html><html lang="${locale}" dir="${direction}"><body dir="${direction}" style="font-family:Vazirmatn,Tahoma,sans-serif;font-size:16px;line-height:1.8;color:#1F2933">${body
      .map(paragraph)
      .join('')}${links.map(anchor).join('')}${paragraph(sender)}</body></html>`,
  };
}
