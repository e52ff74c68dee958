import type { StaffNotice } from '#common/contract/notices.ts';
import { SLA_TARGETS } from '#common/contract/sla.ts';

type Target = (typeof SLA_TARGETS)[number];

export type OverdueRequest = { trackingCode: string; service: string };

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Reads the data of a notice as far as possible: older notices may lack a fact. */
export function parseNoticeData({ data }: StaffNotice): {
  target: Target;
  dueAt: string | undefined;
  count: number;
  items: OverdueRequest[];
} {
  const items = Array.isArray(data.items) ? (data.items as Record<string, unknown>[]) : [];
  return {
    target: SLA_TARGETS.find((one) => one === data.target) ?? 'resolve',
    dueAt: textOf(data.dueAt),
    count: typeof data.count === 'number' ? data.count : items.length,
    items: items.flatMap(({ trackingCode, service }) => {
      const code = textOf(trackingCode);
      return code ? [{ trackingCode: code, service: textOf(service) ?? '' }] : [];
    }),
  };
}
