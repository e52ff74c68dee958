import type { Db } from '#api/platform/db.ts';
import type { Forms } from '../forms/index.ts';
import type { Routing } from '../services/index.ts';
import type { ServiceCatalogue } from '../services/index.ts';
import { initialPriority, textAnswersOf } from './intake/start-variables.ts';

/** Facts that the process of a past request started with: codes, yes and no; no id and no text. */
export type PastRequestFacts = {
  service: string;
  department: string;
  region: string | null;
  channel: string;
  priority: string;
  keywords: readonly string[];
  answers: Record<string, unknown>;
};

export type PastRequest = { id: string; receivedAt: Date; facts: PastRequestFacts };

export type PastRequestsQuery = {
  /** Defaults to all services. */
  services?: readonly string[];
  from?: Date;
  until?: Date;
  limit: number;
};

type Row = {
  id: string;
  service: string;
  province: string | null;
  channel: string;
  answers: Record<string, unknown>;
  text: string;
  received_at: Date;
};

export type PastRequests = (asked: PastRequestsQuery) => Promise<PastRequest[]>;

/** Returns the newest past requests with the facts that their processes started with, computed again from the
 *  citizen's words with the keywords, forms and catalogue of today. Confidential requests are left out,
 *  because what they have in common would give them away. Requests imported from an older system as history
 *  had no process and are left out too. */
export const pastRequests =
  ({
    db,
    forms,
    routing,
    catalogue,
  }: {
    db: Db;
    forms: Pick<Forms, 'variables'>;
    routing: Pick<Routing, 'keywordsIn'>;
    catalogue: ServiceCatalogue;
  }): PastRequests =>
  async ({ services, from, until, limit }) => {
    const rows = (await db('requests')
      .where({ history_only: false, confidential: false })
      .modify((query) => {
        if (services) query.whereIn('service', [...services]);
        if (from) query.where('received_at', '>=', from);
        if (until) query.where('received_at', '<', until);
      })
      .orderBy([
        { column: 'received_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit)
      .select('id', 'service', 'province', 'channel', 'answers', 'text', 'received_at')) as Row[];
    const known = new Map((await catalogue.list()).map((entry) => [entry.key, entry]));
    return rows.flatMap((row) => {
      const service = known.get(row.service);
      if (!service) return [];
      const facts = {
        service: row.service,
        department: service.department,
        region: row.province,
        channel: row.channel,
        priority: initialPriority(row.answers),
        keywords: routing.keywordsIn([row.text, ...textAnswersOf(row.answers)]),
        answers: forms.variables(service.intakeForm, row.answers),
      };
      return [{ id: row.id, receivedAt: row.received_at, facts }];
    });
  };
