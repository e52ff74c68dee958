import { composeMessage, LINK_TEXTS } from '#api/modules/notifications/index.ts';
import type { Message } from '#api/platform/mail.ts';
import { formatMoment } from '#api/platform/time.ts';
import type { AlertKind, AlertSeverity, Locale } from '#common/contract/index.ts';
import { ALERT_TEXTS } from './alert-texts.ts';

export type AlertMessage = {
  locale: Locale;
  kind: AlertKind;
  severity: AlertSeverity;
  title: string;
  text: string;
  provinces: readonly string[];
  validUntil: Date;
  manageLink: string;
  unsubscribeLink: string;
};

/** Renders the message of an alert in the reader's language, with the links that change or end the
 *  subscription. */
export function renderAlert(alert: AlertMessage): Message {
  const { locale, severity, kind, title, text, provinces, validUntil } = alert;
  const words = ALERT_TEXTS[locale];
  const area = provinces.length > 0 ? provinces.join(words.comma) : words.country;
  return composeMessage({
    locale,
    subject: `${words.severity[severity]}: ${title}`,
    lines: [
      `${words.severity[severity]} – ${words.kind[kind]}`,
      text,
      words.area(area),
      words.validUntil(formatMoment(validUntil, locale)),
      words.why,
    ],
    links: [
      { label: words.change, address: alert.manageLink },
      { label: words.unsubscribe, address: alert.unsubscribeLink },
    ],
    sender: LINK_TEXTS[locale].sender,
  });
}

export function renderCode(locale: Locale, code: string, page: string): Message {
  const { subject, lines } = ALERT_TEXTS[locale].code;
  return composeMessage({
    locale,
    subject,
    lines: lines(code),
    links: [{ label: page, address: page }],
    sender: LINK_TEXTS[locale].sender,
  });
}
