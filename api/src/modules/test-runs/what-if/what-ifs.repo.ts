import type { PastRequest } from '#api/modules/requests/index.ts';
import type { Db } from '#api/platform/db.ts';
import { WhatIfNotFound } from '../test-runs.errors.ts';
import type { RuleDescriptions } from './rule-descriptions.ts';

export type WhatIfInput = {
  most: number;
  services: string[];
  service?: string;
  from?: string;
  until?: string;
};

export type WhatIfRow = {
  id: string;
  draft_id: string;
  decision_id: string;
  file: string;
  state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
  problem: string | null;
  asked: WhatIfInput;
  source: string;
  rules: { before: RuleDescriptions; after: RuleDescriptions };
  resources: string[];
  running_key: string | null;
  scratch_id: string | null;
  as_of: Date;
  total: number;
  done: number;
  changed: number;
  failed: number;
  started_by: string;
};

export type ComparedRow = {
  place: number;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  before_rule: string | null;
  after_rule: string | null;
  problem: string | null;
  changed: boolean;
};

/** Number of times that an output went from one value to another. `changed` and `ways` are totals of that
 *  output. */
export type OutcomeShift = {
  name: string;
  from: string | null;
  to: string | null;
  requests: number;
  changed: number;
  ways: number;
};

/** Limit per output. */
const MAX_SHIFTS = 50;
const ACTIVE_STATES: readonly WhatIfRow['state'][] = ['waiting', 'running'];
const INSERT_BATCH_SIZE = 500;
const MAX_LISTED = 10;

export const whatIfsRepo = (db: Db) => ({
  insert: (
    row: Omit<
      WhatIfRow,
      'total' | 'done' | 'changed' | 'failed' | 'running_key' | 'problem' | 'resources' | 'state'
    >,
  ) =>
    db('what_ifs').insert({
      ...row,
      state: 'waiting',
      asked: JSON.stringify(row.asked),
      rules: JSON.stringify(row.rules),
    }),

  /** @throws WhatIfNotFound */
  async need(id: string): Promise<WhatIfRow> {
    const row = (await db('what_ifs').where({ id }).first()) as WhatIfRow | undefined;
    if (!row) throw new WhatIfNotFound();
    return row;
  },

  ofDraft: (draftId: string): Promise<WhatIfRow[]> =>
    db('what_ifs')
      .where({ draft_id: draftId })
      .orderBy([{ column: 'as_of', order: 'desc' }, { column: 'id' }])
      .limit(MAX_LISTED),

  update: (id: string, changes: Partial<WhatIfRow> & { cleaned_at?: Date; ended_at?: Date }) =>
    db('what_ifs').where({ id }).update(changes),

  /** Tells whether a person has a comparison that has not ended. */
  async isUnderWayBy(username: string): Promise<boolean> {
    const found = await db('what_ifs')
      .where({ started_by: username })
      .whereNull('cleaned_at')
      .whereIn('state', ACTIVE_STATES)
      .first('id');
    return found !== undefined;
  },

  /** Ends a comparison that has not ended, with the reason. */
  giveUp: (id: string, problem: string, at: Date) =>
    db('what_ifs')
      .where({ id })
      .whereIn('state', ACTIVE_STATES)
      .update({ state: 'failed', problem, ended_at: at }),

  /** Leases a comparison that nobody works on and that is not cleaned up: ended ones first, then those with
   *  the least progress, so that a long one keeps no other waiting. */
  async lease(): Promise<WhatIfRow | undefined> {
    const { rows } = await db.raw(
      `update what_ifs set driven_until = clock_timestamp() + interval '30 seconds'
        where id = (select id from what_ifs
                     where cleaned_at is null and (driven_until is null or driven_until < clock_timestamp())
                     order by state in ('waiting', 'running'), done, as_of limit 1 for update skip locked)
       returning *`,
    );
    return (rows as WhatIfRow[])[0];
  },

  release: (id: string) => db('what_ifs').where({ id }).update({ driven_until: null }),

  /** Stores the requests to compare, once. */
  async gather(id: string, past: readonly PastRequest[]): Promise<void> {
    await db.transaction(async (tx) => {
      for (let from = 0; from < past.length; from += INSERT_BATCH_SIZE)
        await tx('what_if_rows')
          .insert(
            past.slice(from, from + INSERT_BATCH_SIZE).map(({ id: request, facts }, at) => ({
              what_if_id: id,
              place: from + at,
              request_id: request,
              facts: JSON.stringify(facts),
            })),
          )
          .onConflict()
          .ignore();
      await tx('what_ifs').where({ id, state: 'waiting' }).update({ state: 'running', total: past.length });
    });
  },

  open: (id: string, most: number): Promise<{ place: number; facts: Record<string, unknown> }[]> =>
    db('what_if_rows')
      .where({ what_if_id: id, evaluated: false })
      .orderBy('place')
      .limit(most)
      .select('place', 'facts'),

  keep: (id: string, compared: readonly ComparedRow[]): Promise<void> =>
    db.transaction(async (tx) => {
      for (const { place, before, after, ...rest } of compared)
        await tx('what_if_rows')
          .where({ what_if_id: id, place })
          .update({
            evaluated: true,
            before: JSON.stringify(before),
            after: JSON.stringify(after),
            ...rest,
          });
      await tx('what_ifs')
        .where({ id })
        .increment({
          done: compared.length,
          changed: compared.filter(({ changed }) => changed).length,
          failed: compared.filter(({ problem }) => problem !== null).length,
        });
    }),

  /** Counts how often each output went from which value to which, the most frequent first. */
  async moves(id: string): Promise<OutcomeShift[]> {
    const { rows } = await db.raw<{ rows: OutcomeShift[] }>(
      `with moves as (
         select name, r.before ->> name as "from", r.after ->> name as "to", count(*)::integer as requests
           from what_if_rows r
           cross join lateral (select jsonb_object_keys(r.before || r.after) as name) as names
          where r.what_if_id = ? and r.changed and (r.before -> name) is distinct from (r.after -> name)
          group by 1, 2, 3
       ), placed as (
         select *, sum(requests) over (partition by name)::integer as changed,
                count(*) over (partition by name)::integer as ways,
                row_number() over (partition by name order by requests desc, "from", "to") as place
           from moves
       )
       select name, "from", "to", requests, changed, ways from placed where place <= ${MAX_SHIFTS} order by name, place`,
      [id] as never,
    );
    return rows;
  },
});

export type WhatIfsRepo = ReturnType<typeof whatIfsRepo>;
