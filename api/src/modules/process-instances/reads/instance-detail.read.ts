import type { Db } from '#api/platform/db.ts';
import type { InstanceView } from '#common/contract/index.ts';
import type { InstanceVisibility } from '../instance-visibility.ts';
import type { InstanceSummaryRow } from '../instances.view.ts';
import { toIsoString } from '../sql-fragments.ts';
import { bilingualName, elementNameJoinSql } from './element-names.read.ts';

/** Limit for the latest steps, jobs and variables of an instance on a page; hardly any has as many. */
export const MAX_ROWS = 1_000;

/** Joins the name of the element of a row `t`. */
export const withNameOf = (elementId: string): string => elementNameJoinSql('n', { of: 't', elementId });

/** Returns the reads of one instance: its path, jobs, variables, and what it waits for. */
export function instanceDetailReads(db: Db) {
  const rowsOf = async <T>(sql: string, ...bindings: string[]): Promise<T[]> =>
    (await db.raw<{ rows: T[] }>(sql, bindings)).rows;

  /** Reads the instances that meet a condition on the row `t`, as the page of another one links them. */
  const related = async (condition: string, key: string): Promise<InstanceView['called']> => {
    const rows = await rowsOf<InstanceSummaryRow & { parent_element_key: string | null }>(
      `select t.*, n.name_fa, n.name_en from process_instances t ${withNameOf('t.process_key')}
        where ${condition} and t.process_key is not null order by t.instance_key limit ${MAX_ROWS}`,
      key,
    );
    return rows.map((row) => ({
      key: row.instance_key,
      processKey: row.process_key,
      name: bilingualName(row.name_fa, row.name_en, row.process_key),
      state: row.state,
      incident: row.incident,
      elementKey: row.parent_element_key,
    }));
  };

  async function readPath(key: string): Promise<InstanceView['path']> {
    const rows = await rowsOf<{
      element_key: string;
      element_id: string;
      type: string;
      scope_key: string;
      state: 'active';
      started_at: Date;
      ended_at: Date | null;
      name_fa: string | null;
      name_en: string | null;
    }>(
      `select t.*, n.name_fa, n.name_en from (
         select * from element_instances where instance_key = ? order by element_key desc limit ${MAX_ROWS + 1}) t
         ${withNameOf('t.element_id')}
        order by t.started_at, t.element_key`,
      key,
    );
    return rows.map((row) => ({
      elementKey: row.element_key,
      elementId: row.element_id,
      type: row.type,
      name: bilingualName(row.name_fa, row.name_en, row.element_id),
      scopeKey: row.scope_key,
      state: row.state,
      startedAt: row.started_at.toISOString(),
      endedAt: toIsoString(row.ended_at),
    }));
  }

  async function readJobs(key: string): Promise<InstanceView['jobs']> {
    const rows = await rowsOf<{
      job_key: string;
      element_key: string;
      element_id: string;
      type: string;
      state: 'created';
      retries: number;
      worker: string | null;
      error_code: string | null;
      error_message: string | null;
      created_at: Date;
      ended_at: Date | null;
    }>(`select * from jobs where instance_key = ? order by job_key desc limit ${MAX_ROWS}`, key);
    return rows.map((row) => ({
      key: row.job_key,
      elementKey: row.element_key,
      elementId: row.element_id,
      type: row.type,
      state: row.state,
      retries: row.retries,
      worker: row.worker,
      errorCode: row.error_code,
      errorMessage: row.error_message,
      createdAt: row.created_at.toISOString(),
      endedAt: toIsoString(row.ended_at),
    }));
  }

  async function readVariables(
    key: string,
    { shows }: InstanceVisibility,
  ): Promise<{ variable: InstanceView['variables'][number]; isShown: boolean }[]> {
    const shown = shows('v.name');
    const rows = await rowsOf<{
      variable_key: string;
      scope_key: string;
      name: string;
      value: string;
      cut: boolean;
      changes: number;
      history: { at: string; value: string }[];
      created_at: Date;
      changed_at: Date;
      is_shown: boolean;
    }>(
      `select v.*, ${shown.sql} as is_shown
         from instance_variables v join process_instances i on i.instance_key = v.instance_key
        where v.instance_key = ?
        order by v.scope_key <> v.instance_key, v.name, v.variable_key limit ${MAX_ROWS}`,
      ...(shown.bindings as string[]),
      key,
    );
    return rows.map(({ is_shown: isShown, ...row }) => ({
      isShown,
      variable: {
        key: row.variable_key,
        scopeKey: row.scope_key,
        name: row.name,
        value: row.value,
        cut: row.cut,
        changes: row.changes,
        createdAt: row.created_at.toISOString(),
        changedAt: row.changed_at.toISOString(),
        history: row.history.map(({ at, value }) => ({ at: new Date(at).toISOString(), value })),
      },
    }));
  }

  async function readWaits(key: string) {
    const rows = await rowsOf<{
      awaited_key: string;
      kind: 'timer' | 'message';
      element_key: string;
      element_id: string;
      due_at: Date | null;
      message_name: string | null;
      correlation_key: string | null;
      since: Date;
      happened_at: Date | null;
      ended_at: Date | null;
    }>(
      `select * from (select * from awaited where instance_key = ? order by awaited_key desc limit ${MAX_ROWS}) a
        order by a.due_at, a.awaited_key`,
      key,
    );
    return rows.map((row) => ({
      open: row.ended_at === null,
      thing: {
        key: row.awaited_key,
        kind: row.kind,
        elementKey: row.element_key,
        elementId: row.element_id,
        dueAt: toIsoString(row.due_at),
        messageName: row.message_name,
        correlationKey: row.correlation_key,
        since: row.since.toISOString(),
      },
      happened: row.happened_at && {
        kind: row.kind,
        elementId: row.element_id,
        what: row.message_name,
        at: row.happened_at.toISOString(),
      },
    }));
  }

  return { rowsOf, related, readPath, readJobs, readVariables, readWaits };
}
