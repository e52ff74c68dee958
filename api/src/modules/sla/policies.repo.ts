import type { Db } from '#api/platform/db.ts';
import type { ServiceTimes, SlaPolicy } from './arithmetic/sla-policy.ts';

type Row = Omit<SlaPolicy, 'validFrom'> & { valid_from: Date };

const COLUMNS = ['id', 'service', 'priority', 'version', 'valid_from', 'targets', 'pause', 'ladder'] as const;

/** Reads the SLA policies. They are few and never change; a change is a new version. */
export const policiesRepo = (db: Db) => ({
  async all(): Promise<SlaPolicy[]> {
    const rows = await db('sla_policies')
      .select(...COLUMNS)
      .orderBy('id');
    return (rows as Row[]).map(policy);
  },

  async one(id: number): Promise<SlaPolicy | undefined> {
    const row = (await db('sla_policies')
      .select(...COLUMNS)
      .where({ id })
      .first()) as Row | undefined;
    return row && policy(row);
  },

  /** Returns the times of every service, including those that are no longer offered. */
  async serviceTimes(): Promise<Map<string, ServiceTimes>> {
    const rows = await db('services').select('key', 'acknowledge_working_hours', 'resolve_working_days');
    return new Map(
      rows.map((row) => [
        row.key as string,
        {
          acknowledgeWorkingHours: row.acknowledge_working_hours,
          resolveWorkingDays: row.resolve_working_days,
        },
      ]),
    );
  },
});

const policy = ({ valid_from, ...row }: Row): SlaPolicy => ({ ...row, validFrom: valid_from });
