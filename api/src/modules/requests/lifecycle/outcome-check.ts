import type { Visibility } from '#api/modules/visibility/index.ts';
import type { Db } from '#api/platform/db.ts';
import { type FieldError } from '#api/platform/field-errors.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { Outcome } from '#common/contract/index.ts';
import { tidyText } from '#common/text/persian-text.ts';
import { readTrackingCode } from '#common/text/tracking-code.ts';

/** Returns what an answer lacks for its outcome beyond what the form asks, as JSON pointers below `/data`. */
export type OutcomeCheck = (answer: {
  requestId: string;
  data: Record<string, unknown>;
  by: Staff;
}) => Promise<FieldError[]>;

type OutcomeFacts = { field_work: boolean; asked: string | null; replied: string | null };
type Original = { id: string; duplicate_of: string | null };

/** Outcomes which claim that the field work was done. */
const FIELD_WORK_OUTCOMES: readonly Outcome[] = ['resolved', 'partly'];

/** Enforces honest closing. An outcome needs a text, a refusal a legal basis, a duplicate the other request,
 *  finished field work something that shows it, and "no answer" a question without a reply. Only the citizen
 *  can withdraw. */
export const outcomeCheck =
  ({ db, visibility }: { db: Db; visibility: Visibility }): OutcomeCheck =>
  async ({ requestId, data, by }) => {
    if (data.decision !== 'answer') return [];
    const outcome = data.outcome as Outcome;
    const missing = (field: string, message: string): FieldError[] =>
      isBlank(data[field]) ? [{ path: `/data/${field}`, rule: 'required', message }] : [];
    const errors = missing('text', 'an outcome needs a text');
    if (outcome === 'withdrawn')
      errors.push({ path: '/data/outcome', rule: 'enum', message: 'only the citizen withdraws a request' });
    if (outcome === 'refused') errors.push(...missing('legalBasis', 'a refusal needs a legal basis'));
    if (outcome === 'duplicate') errors.push(...(await duplicate()));
    if (!FIELD_WORK_OUTCOMES.includes(outcome) && outcome !== 'no-answer') return errors;

    const facts = await factsOf(db, requestId);
    if (FIELD_WORK_OUTCOMES.includes(outcome) && facts?.field_work)
      errors.push(...missing('evidence', 'field work needs evidence that it was done'));
    if (outcome === 'no-answer' && !(facts?.asked && Number(facts.asked) > Number(facts.replied ?? 0)))
      errors.push({
        path: '/data/outcome',
        rule: 'no-answer',
        message: 'the citizen was not asked, or has replied',
      });
    return errors;

    async function duplicate(): Promise<FieldError[]> {
      const none = missing('duplicateOf', 'a duplicate needs the tracking code of the other request');
      if (none.length > 0) return none;
      const original = await seen(String(data.duplicateOf));
      if (original && original.id !== requestId && original.duplicate_of === null) return [];
      const message = original
        ? 'must be another request, and no duplicate itself'
        : 'there is no such request, or it is not yours to see';
      return [{ path: '/data/duplicateOf', rule: 'duplicate', message }];
    }

    /** Returns the other request, if this person may see it or it is by the same applicant. */
    async function seen(code: string): Promise<Original | undefined> {
      const visible = (await visibility.of(by)).requestsSql('o');
      return db('requests as o')
        .select('o.id', 'o.duplicate_of')
        .join('requests as mine', (on) => on.on('mine.id', db.raw('?', [requestId])))
        .where('o.tracking_code', readTrackingCode(code))
        .whereRaw(`(o.person_id = mine.person_id or ${visible.sql})`, visible.bindings as string[])
        .first<Original | undefined>();
    }
  };

const isBlank = (value: unknown): boolean => typeof value !== 'string' || tidyText(value) === '';

async function factsOf(db: Db, requestId: string): Promise<OutcomeFacts | undefined> {
  const last = (kind: string) =>
    db('request_events')
      .max('id')
      .where({ request_id: requestId, kind })
      .as(kind === 'question' ? 'asked' : 'replied');
  return db('requests as r')
    .join('services as s', 's.key', 'r.service')
    .select('s.field_work', last('question'), last('reply'))
    .where('r.id', requestId)
    .first<OutcomeFacts | undefined>();
}
