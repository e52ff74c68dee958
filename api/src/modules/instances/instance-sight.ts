import type { View } from '../visibility/index.ts';
import type { Sql } from './instance-filter.ts';
import { noTestRun } from './names.ts';

/** The variables that a process shows where its diagram says nothing: what routes a case, and the periods of the ministry's rules. */
const ROUTING_FACTS = [
  'requestId',
  'service',
  'department',
  'region',
  'channel',
  'priority',
  'keywords',
  'transferTo',
  'reopenings',
  'replyWindow',
  'feedbackWindow',
  'appealWindow',
  'mostReopenings',
];

/** What may be seen of instances, as conditions over the alias `i` of `process_instances`. Whoever sees a request sees its instances
 *  whole. Of others an operator sees where they stand, and the variables that the process shows; of confidential ones nothing, but that
 *  they stand still. */
export type Sight = {
  /** The instance belongs to a confidential matter that the viewer does not see. */
  hidden: Sql;
  /** The viewer may read the variable, by its name as an SQL expression. */
  shows: (name: string) => Sql;
};

export function sightOf(view: View, confidentialProcesses: ReadonlySet<string>): Sight {
  const { sql, bindings } = view.requestsSql('r');
  const hidden = {
    sql: `case when i.request_id is null then i.process_key = any(?) else exists (
      select from requests r where r.id = i.request_id and r.confidential and not coalesce(${sql}, false)) end`,
    bindings: [[...confidentialProcesses], ...bindings],
  };
  return {
    hidden,
    shows: (name) => ({
      sql: `(not ${noTestRun('i')}
        or exists (select from requests r where r.id = i.request_id and ${sql})
        or not (${hidden.sql}) and ${name} = any(coalesce((
          select n.shown_variables from process_elements n
           where n.process_key = i.process_key and n.version = i.version and n.element_id = i.process_key), ?::text[])))`,
      bindings: [...bindings, ...hidden.bindings, ROUTING_FACTS],
    }),
  };
}
