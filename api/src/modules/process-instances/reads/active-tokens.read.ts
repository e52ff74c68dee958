import type { Db } from '#api/platform/db.ts';
import { elementNameJoinSql } from './element-names.read.ts';

export type ActiveToken = {
  instance_key: string;
  element_key: string;
  element_id: string;
  type: string;
  started_at: Date;
  name_fa: string | null;
  name_en: string | null;
};

/** Element types that stand for what is inside them. */
export const CONTAINER_ELEMENT_TYPES: readonly string[] = [
  'MULTI_INSTANCE_BODY',
  'SUB_PROCESS',
  'EVENT_SUB_PROCESS',
];

/** Returns where the tokens of instances are: active elements without an active element inside. A container
 *  has one when it was stopped before anything inside it began. */
export async function readActiveTokens(db: Db, instanceKeys: readonly string[]): Promise<ActiveToken[]> {
  const { rows } = await db.raw<{ rows: ActiveToken[] }>(
    `select e.instance_key, e.element_key, e.element_id, e.type, e.started_at, named.name_fa, named.name_en
       from element_instances e
       ${elementNameJoinSql('named', { of: 'e', elementId: 'e.element_id' })}
      where e.instance_key = any(?::bigint[]) and e.state = 'active'
        and not exists (select from element_instances inside
                         where inside.instance_key = e.instance_key and inside.scope_key = e.element_key
                           and inside.state = 'active')
      order by e.element_key`,
    [instanceKeys as string[]],
  );
  return rows;
}
