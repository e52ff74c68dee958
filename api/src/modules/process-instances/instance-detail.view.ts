import type { InstanceView } from '#common/contract/index.ts';
import type { ViewerAccess } from '../visibility/index.ts';
import { type IncidentRow, toIncident } from './incidents.view.ts';
import { instanceAccessOf, type InstanceVisibility, instanceVisibility } from './instance-visibility.ts';
import {
  type InstancesDeps,
  type InstanceSummaryRow,
  readRequestsOfInstances,
  toSummary,
} from './instances.view.ts';
import { bilingualName, elementNameJoinSql } from './reads/element-names.read.ts';
import { toIsoString } from './sql-fragments.ts';
import { buildTimeline } from './timeline.ts';

/** Limit for the latest steps, jobs and variables of an instance on a page; hardly any has as many. */
const MAX_ROWS = 1_000;

type Row = InstanceSummaryRow & {
  definition_key: string | null;
  parent_key: string | null;
  parent_element_key: string | null;
  pruned: boolean;
};

const withNameOf = (elementId: string): string => elementNameJoinSql('n', { of: 't', elementId });

/** Reads everything known of one instance. Test runs are found here too, by people who know their key. */
export const instanceDetailView = ({
  db,
  confidentialProcesses,
}: Pick<InstancesDeps, 'db' | 'confidentialProcesses'>) => {
  const rowsOf = async <T>(sql: string, ...bindings: string[]): Promise<T[]> =>
    (await db.raw<{ rows: T[] }>(sql, bindings)).rows;

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

  return {
    /** Returns an instance, and whether it is about a confidential matter. Of a confidential matter that the
     *  viewer does not see it shows only where an incident stopped it: the path to that place would reveal
     *  what was decided.
     *  @returns undefined when there is none for this viewer */
    async one(
      key: string,
      view: ViewerAccess,
    ): Promise<{ instance: InstanceView; confidential: boolean } | undefined> {
      const [row] = await rowsOf<Row>(
        `select t.*, n.name_fa, n.name_en from process_instances t ${withNameOf('t.process_key')}
          where t.instance_key = ? and t.started_at is not null and t.process_key is not null`,
        key,
      );
      if (!row) return undefined;
      const processes = await confidentialProcesses();
      const sight = instanceVisibility(view, processes);
      const [matters, seen, parents, called, path, flows, incidents, jobs, variables, waits] =
        await Promise.all([
          readRequestsOfInstances(db, [row], view, processes),
          instanceAccessOf(db, [key], sight),
          row.parent_key ? related('t.instance_key = ?', row.parent_key) : [],
          related('t.parent_key = ?', key),
          readPath(key),
          rowsOf<{ flow_id: string; times: number }>(
            `select flow_id, times from flows_taken where instance_key = ? order by flow_id limit ${MAX_ROWS}`,
            key,
          ),
          rowsOf<IncidentRow>(
            `select * from incidents where instance_key = ? order by incident_key desc limit ${MAX_ROWS}`,
            key,
          ),
          readJobs(key),
          readVariables(key, sight),
          readWaits(key),
        ]);
      const [parent] = parents;
      const matter = matters(row);
      if (seen.get(key) === 'hidden') return undefined;
      const isHidden = seen.get(key) === 'stands-still';
      const shown = variables.filter(({ isShown }) => isShown).map(({ variable }) => variable);
      const told = {
        ...toSummary(row, matter),
        path: isHidden ? path.filter(({ state }) => state === 'active') : path.slice(-MAX_ROWS),
        called: isHidden ? called.filter(({ state }) => state === 'active') : called,
        incidents: incidents.map(toIncident),
        jobs: isHidden ? jobs.filter(({ endedAt }) => endedAt === null) : jobs,
        variables: shown,
      };
      const instance = {
        ...told,
        withheld: variables.length - shown.length,
        definitionKey: row.definition_key,
        pruned: row.pruned,
        confidential: isHidden,
        more: path.length > MAX_ROWS,
        parent: parent ? { ...parent, elementKey: row.parent_element_key } : null,
        flows: isHidden ? [] : flows.map(({ flow_id, times }) => ({ flowId: flow_id, times })),
        awaited: waits
          .filter(({ open }) => open)
          .map(({ thing }) => (isHidden ? { ...thing, correlationKey: null } : thing)),
        timeline: buildTimeline({
          ...told,
          happened: isHidden ? [] : waits.flatMap(({ happened }) => happened ?? []),
        }),
      };
      return { instance, confidential: matter.confidential };
    },
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
};

export type InstanceDetailView = ReturnType<typeof instanceDetailView>;
