import type { InstanceView } from '#common/contract/index.ts';
import type { ViewerAccess } from '../visibility/index.ts';
import { type IncidentRow, toIncident } from './incidents.view.ts';
import { instanceAccessOf, instanceVisibility } from './instance-visibility.ts';
import {
  type InstancesDeps,
  type InstanceSummaryRow,
  readRequestsOfInstances,
  toSummary,
} from './instances.view.ts';
import { instanceDetailReads, MAX_ROWS, withNameOf } from './reads/instance-detail.read.ts';
import { buildTimeline } from './timeline.ts';

type Row = InstanceSummaryRow & {
  definition_key: string | null;
  parent_key: string | null;
  parent_element_key: string | null;
  pruned: boolean;
};

/** Reads everything known of one instance. Test runs are found here too, by people who know their key. */
export const instanceDetailView = ({
  db,
  confidentialProcesses,
}: Pick<InstancesDeps, 'db' | 'confidentialProcesses'>) => {
  const { rowsOf, related, readPath, readJobs, readVariables, readWaits } = instanceDetailReads(db);

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
      const visibility = instanceVisibility(view, processes);
      const [matters, seen, parents, called, path, flows, incidents, jobs, variables, waits] =
        await Promise.all([
          readRequestsOfInstances(db, [row], view, processes),
          instanceAccessOf(db, [key], visibility),
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
          readVariables(key, visibility),
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
};

export type InstanceDetailView = ReturnType<typeof instanceDetailView>;
