import type { AlertKind, AlertSeverity, Locale } from '#common/contract/index.ts';

/** Texts of the messages that carry alerts and one-time codes. */
export const ALERT_TEXTS: Record<
  Locale,
  {
    severity: Record<AlertSeverity, string>;
    kind: Record<AlertKind, string>;
    country: string;
    comma: string;
    area: (names: string) => string;
    validUntil: (when: string) => string;
    change: string;
    unsubscribe: string;
    why: string;
    code: { subject: string; lines: (code: string) => string[] };
  }
> = {
  fa: {
    severity: { info: 'اطلاعیه', warning: 'هشدار', emergency: 'وضعیت اضطراری' },
    kind: {
      'road-closed': 'بسته شدن راه',
      'road-works': 'عملیات راه',
      weather: 'وضعیت جوی راه‌ها',
      transport: 'حمل‌ونقل عمومی',
      'housing-deadline': 'مهلت‌های مسکن',
      'urban-plan': 'طرح‌های شهری',
    },
    country: 'سراسر کشور',
    comma: '، ',
    area: (names) => `محدوده: ${names}`,
    validUntil: (when) => `اعتبار تا ${when}`,
    change: 'تغییر موضوع‌ها، استان‌ها و ساعت‌ها',
    unsubscribe: 'لغو عضویت',
    why: 'این پیام را دریافت می‌کنید چون خودتان آن را خواسته‌اید.',
    code: {
      subject: 'کد تأیید هشدارهای شهراه',
      lines: (code) => [
        `کد تأیید شما: ${code}`,
        'این کد را تا ۱۵ دقیقه در صفحه هشدارها وارد کنید.',
        'اگر شما آن را نخواسته‌اید، این پیام را نادیده بگیرید؛ چیزی برای شما فرستاده نخواهد شد.',
      ],
    },
  },
  en: {
    severity: { info: 'Notice', warning: 'Warning', emergency: 'Emergency' },
    kind: {
      'road-closed': 'road closed',
      'road-works': 'road works',
      weather: 'weather on the roads',
      transport: 'public transport',
      'housing-deadline': 'housing deadlines',
      'urban-plan': 'urban plans',
    },
    country: 'the whole country',
    comma: ', ',
    area: (names) => `Area: ${names}`,
    validUntil: (when) => `Valid until ${when}`,
    change: 'Change topics, provinces and hours',
    unsubscribe: 'Unsubscribe',
    why: 'You get this message because you asked for it.',
    code: {
      subject: 'Your code for Shahrah alerts',
      lines: (code) => [
        `Your code: ${code}`,
        'Enter it on the alerts page within 15 minutes.',
        'If you did not ask for it, ignore this message; nothing will be sent to you.',
      ],
    },
  },
};
