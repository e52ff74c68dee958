import { useTranslation } from 'react-i18next';
import type { SlaClockView } from '#common/contract/sla.ts';
import { formatNumber } from '#ui/format/numbers.ts';
import { fa } from '#ui/i18n/fa/index.ts';
import { useLocale } from '#ui/i18n/use-locale.ts';

type Segment = SlaClockView['segments'][number];
type Body = keyof typeof fa.sla.body;
type Cause = keyof typeof fa.sla.change;

const isBody = (key: string | null): key is Body => key !== null && key in fa.sla.body;
const isCause = (cause: string): cause is Cause => cause in fa.sla.change;

/** Returns the texts about clocks in the language of the screen. */
export function useSlaText() {
  const { t } = useTranslation('sla');
  const { locale } = useLocale();
  const counted = (unit: 'hours' | 'minutes', count: number) =>
    t(`time.${unit}`, { count, value: formatNumber(count, locale) });
  return {
    /** Formats working minutes as hours and minutes. */
    spent(minutes: number): string {
      const all = Math.floor(minutes);
      const [hours, rest] = [Math.floor(all / 60), all % 60];
      if (hours === 0) return counted('minutes', rest);
      if (rest === 0) return counted('hours', hours);
      return t('time.both', { hours: counted('hours', hours), minutes: counted('minutes', rest) });
    },
    amount: ({ amount, unit }: SlaClockView): string =>
      t(`amount.${unit}`, { count: amount, value: formatNumber(amount, locale) }),
    reason: ({ reason, body }: Segment): string =>
      reason === 'outside-body'
        ? t('pausedFor.outside-body', { body: isBody(body) ? t(`body.${body}`) : t('someBody') })
        : t('pausedFor.citizen'),
    change: (cause: string): string => t(`change.${isCause(cause) ? cause : 'other'}`),
  };
}
