import { randomUUID } from 'node:crypto';
import type { AuditLog } from '#api/modules/audit/index.ts';
import type { ServiceCatalogue } from '#api/modules/services/index.ts';
import type { Visibility } from '#api/modules/visibility/index.ts';
import type { Clock } from '#api/platform/clock.ts';
import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import { mapSequentially } from '#api/platform/map-sequentially.ts';
import { page } from '#api/platform/page.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import type {
  StartWhatIf,
  Text,
  WhatIf,
  WhatIfRows,
  WhatIfs,
  WhatIfSummary,
} from '#common/contract/index.ts';
import { EXAMPLE_FACTS, requestStart } from '../data/example-data.ts';
import type { DraftReads } from '../drafts-port.ts';
import { newPrefix } from '../isolation/scratch-names.ts';
import { DecisionNotComparable, TooManyWhatIfs, WhatIfNotFound } from '../test-runs.errors.ts';
import type { RuleDescriptions } from './rule-descriptions.ts';
import type { WhatIfRow, WhatIfsRepo } from './what-ifs.repo.ts';

type Deps = {
  db: Db;
  repo: WhatIfsRepo;
  sandbox: Pick<Sandbox, 'comparableTables' | 'ruleDescriptions'>;
  drafts: DraftReads;
  /** Returns the running diagrams. */
  running: () => Promise<readonly { name: string; content: string }[]>;
  catalogue: ServiceCatalogue;
  explain: (rule: string) => Text | null;
  visibility: Visibility;
  audit: AuditLog;
  clock: Clock;
  wake: () => void;
};

const KNOWN_VARIABLES = new Set(Object.keys(requestStart(EXAMPLE_FACTS)));
const PAGE_SIZE = 50;
const ROWS_CURSOR = cursor('what-if-rows', ['rank']);

/** What-if comparisons: what changed decisions would have done to past requests. */
export function whatIfsService(deps: Deps) {
  const { db, repo, sandbox, drafts, running, catalogue, explain, visibility, audit, clock, wake } = deps;

  /** Returns the changed decisions of a draft, and whether they can be compared on past requests. */
  async function candidates(draftId: string) {
    const changes = (await drafts.changes(draftId)).filter(({ name }) => name.endsWith('.dmn'));
    const found = await mapSequentially(changes, async ({ name, content, running: runs }) => {
      if (content === null) return [];
      return (await sandbox.comparableTables(name, content, runs)).map(
        ({ id, name: title, isNew, needed }) => {
          const unknown = needed.filter((variable) => !KNOWN_VARIABLES.has(variable)).sort();
          const comparable = unknown.length === 0 && !isNew;
          return {
            shown: { decisionId: id, file: name, name: title, comparable, isNew, unknown },
            content,
            running: runs,
          };
        },
      );
    });
    return found.flat();
  }

  /** Returns the services whose processes call a decision. */
  async function servicesAsking(decisionId: string): Promise<string[]> {
    const asking = (await running())
      .filter(({ name, content }) => name.endsWith('.bpmn') && content.includes(`decisionId="${decisionId}"`))
      .map(({ name }) => name.replace(/\.bpmn$/, ''));
    return (await catalogue.list())
      .filter(({ processKey }) => asking.includes(processKey))
      .map(({ key }) => key);
  }

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

  const need = async (id: string): Promise<WhatIfRow> => {
    const row = await repo.find(id);
    if (!row) throw new WhatIfNotFound();
    return row;
  };

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
    async list(draftId: string): Promise<WhatIfs> {
      await drafts.get(draftId);
      const [found, rows, now] = await Promise.all([
        candidates(draftId),
        repo.ofDraft(draftId),
        sources(draftId),
      ]);
      return { decisions: found.map(({ shown }) => shown), items: rows.map((row) => summary(row, now)) };
    },

    /** Starts a comparison in the background.
     *  @throws DecisionNotComparable, TooManyWhatIfs */
    async start(
      draftId: string,
      asked: StartWhatIf,
      { by, httpRequestId }: { by: string; httpRequestId?: string },
    ) {
      await drafts.get(draftId);
      const found = (await candidates(draftId)).find(({ shown }) => shown.decisionId === asked.decisionId);
      if (!found?.shown.comparable || found.running === null)
        throw new DecisionNotComparable(undefined, { inputs: found?.shown.unknown ?? [] });
      if (await repo.isUnderWayBy(by)) throw new TooManyWhatIfs();
      const asking = await servicesAsking(asked.decisionId);
      const services = asked.service ? asking.filter((key) => key === asked.service) : asking;
      const id = randomUUID();
      const { decisionId, ...filter } = asked;
      await repo.insert({
        id,
        draft_id: draftId,
        decision_id: decisionId,
        file: found.shown.file,
        asked: { ...filter, services },
        source: found.content,
        rules: {
          before: await sandbox.ruleDescriptions(found.running),
          after: await sandbox.ruleDescriptions(found.content),
        },
        scratch_id: `${newPrefix()}-${decisionId}`,
        as_of: clock.now(),
        started_by: by,
      });
      await audit.write({
        actor: by,
        action: 'what-if.started',
        object: { kind: 'what-if', id },
        details: { draft: draftId, decision: decisionId, most: asked.most },
        result: 'done',
        httpRequestId,
      });
      wake();
      return summary(await need(id), await sources(draftId));
    },

    async get(id: string): Promise<WhatIf> {
      const row = await need(id);
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
      const row = await need(id);
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

    async cancel(id: string): Promise<void> {
      const { state } = await need(id);
      if (state === 'waiting' || state === 'running')
        await repo.update(id, { state: 'cancelled', ended_at: clock.now() });
      wake();
    },
  };
}

export type WhatIfsService = ReturnType<typeof whatIfsService>;
