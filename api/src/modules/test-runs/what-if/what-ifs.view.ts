import type { Visibility } from '#api/modules/visibility/index.ts';
import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import { page } from '#api/platform/page.ts';
import type { Staff } from '#api/platform/staff.ts';
import type { Text, WhatIf, WhatIfRows, WhatIfs, WhatIfSummary } from '#common/contract/index.ts';
import type { DraftReads } from '../drafts-port.ts';
import type { comparableDecisions } from './comparable-decisions.ts';
import type { RuleDescriptions } from './rule-descriptions.ts';
import type { WhatIfRow, WhatIfsRepo } from './what-ifs.repo.ts';

type Deps = {
  db: Db;
  repo: WhatIfsRepo;
  drafts: DraftReads;
  decisions: Pick<ReturnType<typeof comparableDecisions>, 'candidates'>;
  explain: (rule: string) => Text | null;
  visibility: Visibility;
};

const PAGE_SIZE = 50;
const ROWS_CURSOR = cursor('what-if-rows', ['rank']);

/** Comparisons as the screens show them. */
export function whatIfsView({ db, repo, drafts, decisions, explain, visibility }: Deps) {
  const sources = async (draftId: string): Promise<Map<string, string | null>> =>
    new Map((await drafts.changes(draftId)).map(({ name, content }) => [name, content]));

  const summary = (row: WhatIfRow, now: Map<string, string | null>): WhatIfSummary => ({
    id: row.id,
    decisionId: row.decision_id,
    state: row.state,
    problem: row.problem,
    asked: row.asked,
    asOf: row.as_of.toISOString(),
    total: row.total,
    done: row.done,
    changed: row.changed,
    failed: row.failed,
    upToDate: now.get(row.file) === row.source,
    startedBy: row.started_by,
  });

  const fired = (rules: RuleDescriptions, id: string | null, outputs: Record<string, unknown>) => {
    if (id === null) return null;
    const { index = null, words = null } = rules[id] ?? {};
    const known = typeof outputs['rule'] === 'string' ? explain(outputs['rule']) : null;
    return {
      index,
      why: known && known.fa === words ? known : words ? { fa: words, en: known?.en ?? words } : known,
    };
  };

  return {
    async summary(id: string): Promise<WhatIfSummary> {
      const row = await repo.need(id);
      return summary(row, await sources(row.draft_id));
    },

    async list(draftId: string): Promise<WhatIfs> {
      await drafts.get(draftId);
      const [found, rows, now] = await Promise.all([
        decisions.candidates(draftId),
        repo.ofDraft(draftId),
        sources(draftId),
      ]);
      return { decisions: found.map(({ shown }) => shown), items: rows.map((row) => summary(row, now)) };
    },

    async get(id: string): Promise<WhatIf> {
      const row = await repo.need(id);
      const [moves, now] = await Promise.all([repo.moves(id), sources(row.draft_id)]);
      const names = [...new Set(moves.map(({ name }) => name))];
      return {
        ...summary(row, now),
        outputs: names.map((name) => {
          const own = moves.filter((move) => move.name === name);
          return {
            name,
            changed: own[0]?.changed ?? 0,
            moves: own.map(({ from, to, requests }) => ({ from, to, requests })),
            moreMoves: (own[0]?.ways ?? 0) - own.length,
          };
        }),
      };
    },

    /** Lists the requests that would have gone another way, newest first. */
    async rows(id: string, after: string | undefined, viewer: Staff): Promise<WhatIfRows> {
      const row = await repo.need(id);
      const seen = (await visibility.of(viewer)).requestsSql('requests');
      const from = after ? Number(ROWS_CURSOR.read(after)[0]) : -1;
      const rows = (await db('what_if_rows as r')
        .leftJoin('requests', 'requests.id', 'r.request_id')
        .where('r.what_if_id', id)
        .where('r.changed', true)
        .where('r.place', '>', from)
        .orderBy('r.place')
        .limit(PAGE_SIZE + 1)
        .select('r.*')
        .select(
          db.raw(`case when ${seen.sql} then requests.tracking_code end as code`, seen.bindings as never),
        )) as {
        place: number;
        facts: Record<string, unknown>;
        before: Record<string, unknown>;
        after: Record<string, unknown>;
        before_rule: string | null;
        after_rule: string | null;
        code: string | null;
      }[];
      return page(
        rows,
        PAGE_SIZE,
        (one) => ({
          place: one.place,
          trackingCode: one.code,
          facts: one.facts,
          before: one.before,
          after: one.after,
          beforeRule: fired(row.rules.before, one.before_rule, one.before),
          afterRule: fired(row.rules.after, one.after_rule, one.after),
        }),
        ({ place }) => ROWS_CURSOR.write(String(place)),
      );
    },
  };
}

export type WhatIfsView = ReturnType<typeof whatIfsView>;
