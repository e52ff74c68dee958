import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import { page } from '#api/platform/page.ts';
import type { Incident, IncidentPage, ListIncidents } from '#common/contract/index.ts';
import { bilingualName, elementNameJoinSql } from './reads/element-names.read.ts';
import { toIsoString } from './sql-fragments.ts';

const PAGE_SIZE = 50;
const PAGES = cursor('open incidents', ['time', 'key']);

export type IncidentRow = {
  incident_key: string;
  instance_key: string;
  element_id: string | null;
  element_key: string | null;
  job_key: string | null;
  error_type: string;
  error_message: string;
  state: Incident['state'];
  created_at: Date;
  resolved_at: Date | null;
};

type ListRow = IncidentRow & {
  process_key: string;
  version: number;
  process_fa: string | null;
  process_en: string | null;
  element_fa: string | null;
  element_en: string | null;
};

export const toIncident = (row: IncidentRow): Incident => ({
  key: row.incident_key,
  instanceKey: row.instance_key,
  elementId: row.element_id,
  elementKey: row.element_key,
  jobKey: row.job_key,
  errorType: row.error_type,
  message: row.error_message,
  state: row.state,
  createdAt: row.created_at.toISOString(),
  resolvedAt: toIsoString(row.resolved_at),
});

/** Lists the open incidents, oldest first. */
export async function listIncidents(db: Db, { processKey, after }: ListIncidents): Promise<IncidentPage> {
  const [at = null, key = null] = after === undefined ? [] : PAGES.read(after);
  const { rows } = await db.raw<{ rows: ListRow[] }>(
    `select c.*, i.process_key, i.version, p.name_fa as process_fa, p.name_en as process_en,
            e.name_fa as element_fa, e.name_en as element_en
       from incidents c
       join process_instances i on i.instance_key = c.instance_key and i.version is not null and not i.test_run
       ${elementNameJoinSql('p', { of: 'i', elementId: 'i.process_key' })}
       ${elementNameJoinSql('e', { of: 'i', elementId: 'c.element_id' })}
      where c.state = 'open' and (?::text is null or i.process_key = ?)
        and (?::timestamptz is null or (c.created_at, c.incident_key) > (?, ?::bigint))
      order by c.created_at, c.incident_key limit ?`,
    [processKey ?? null, processKey ?? null, at, at, key, PAGE_SIZE + 1] as string[],
  );
  return page(
    rows,
    PAGE_SIZE,
    (row) => ({
      ...toIncident(row),
      processKey: row.process_key,
      version: row.version,
      processName: bilingualName(row.process_fa, row.process_en, row.process_key),
      elementName: bilingualName(row.element_fa, row.element_en, row.element_id ?? ''),
    }),
    (last) => PAGES.write(last.created_at, last.incident_key),
  );
}
