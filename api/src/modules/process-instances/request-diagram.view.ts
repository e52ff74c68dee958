import type { Db } from '#api/platform/db.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type { RequestDiagram } from '#common/contract/index.ts';
import type { PlainDiagram } from './plain-diagram.ts';
import { deployedContentSql } from './reads/deployed-diagram.read.ts';
import { bilingualName, elementNameJoinSql } from './reads/element-names.read.ts';

const MAX_CACHED_DIAGRAMS = 100;
const MAX_INSTANCES = 200;

type ProcessPathRow = {
  process_key: string;
  keys: string[];
  version: number;
  state: 'active' | 'completed' | 'terminated';
  sha256: string;
  content: string;
  name_fa: string | null;
  name_en: string | null;
};

/** Reads where a request stands in its processes. The caller has checked that the request is visible.
 *  Instances of the same process (after a migration or a new start) are shown as one path on the diagram of
 *  the newest. */
export function requestDiagram({ db, plainDiagram }: { db: Db } & Pick<Sandbox, 'plainDiagram'>) {
  const kept = new Map<string, Promise<PlainDiagram | null>>();
  const plain = (sha256: string, content: string): Promise<PlainDiagram | null> => {
    const known = kept.get(sha256) ?? plainDiagram(content).catch(() => null);
    if (kept.size >= MAX_CACHED_DIAGRAMS) kept.clear();
    kept.set(sha256, known);
    return known;
  };

  async function pathOf(head: ProcessPathRow): Promise<RequestDiagram['processes']> {
    const diagram = await plain(head.sha256, head.content);
    if (!diagram) return [];
    const [elements, flows] = await Promise.all([
      db.raw<{
        rows: {
          id: string;
          active: boolean;
          done: boolean;
          since: Date;
          name_fa: string | null;
          name_en: string | null;
        }[];
      }>(
        `select t.*, n.name_fa, n.name_en from (
           select element_id as id, bool_or(state = 'active') as active, bool_or(state = 'completed') as done,
                  coalesce(min(started_at) filter (where state = 'active'), min(started_at)) as since
             from element_instances where instance_key = any(?::bigint[]) group by 1) t
           left join process_elements n on n.process_key = ? and n.version = ? and n.element_id = t.id
          order by t.since, t.id`,
        [head.keys, head.process_key, head.version] as never,
      ),
      db('flows_taken')
        .whereIn('instance_key', head.keys)
        .distinct('flow_id')
        .orderBy('flow_id')
        .pluck('flow_id'),
    ]);
    const shown = elements.rows.flatMap((row) => {
      const elementId = diagram.ids.get(row.id);
      return elementId === undefined || row.id === head.process_key ? [] : [{ ...row, elementId }];
    });
    return [
      {
        name: bilingualName(head.name_fa, head.name_en, ''),
        state: head.state,
        xml: diagram.xml,
        at: shown
          .filter(({ active }) => active)
          .map(({ elementId, name_fa, name_en, since }) => ({
            elementId,
            name: bilingualName(name_fa, name_en, ''),
            since: since.toISOString(),
          })),
        done: shown.filter(({ active, done }) => done && !active).map(({ elementId }) => elementId),
        flows: (flows as string[]).flatMap((id) => diagram.ids.get(id) ?? []),
      },
    ];
  }

  return async (requestId: string): Promise<RequestDiagram> => {
    const { rows } = await db.raw<{ rows: ProcessPathRow[] }>(
      `with own as (
         select * from process_instances
          where request_id = ? and process_key is not null and version is not null and started_at is not null and not pruned
            and not test_run
          order by started_at desc, instance_key desc limit ${MAX_INSTANCES}
       ), heads as (
         select process_key, array_agg(instance_key::text) as keys,
                (array_agg(version order by started_at desc, instance_key desc))[1] as version,
                (array_agg(state order by state <> 'active', started_at desc, instance_key desc))[1] as state,
                min(started_at) as began, bool_or(parent_key is null) as root
           from own group by process_key
       )
       select h.process_key, h.keys, h.version, h.state, d.sha256, f.content, n.name_fa, n.name_en
         from heads h
         join process_definitions d on d.process_key = h.process_key and d.version = h.version
         join lateral ${deployedContentSql('d.sha256')} f on true
         ${elementNameJoinSql('n', { of: 'h', elementId: 'h.process_key' })}
        order by h.root desc, h.began, h.process_key`,
      [requestId],
    );
    return { processes: (await Promise.all(rows.map(pathOf))).flat() };
  };
}

export type ReadRequestDiagram = ReturnType<typeof requestDiagram>;
