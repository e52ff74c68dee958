import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { enqueue } from '#api/platform/outbox.ts';
import type { OutsidePosition } from '#common/contract/index.ts';
import { tidyText } from '#common/text/persian-text.ts';
import { RequestNotFound, StepNotLegal } from '../requests.errors.ts';
import { requestsRepo } from '../requests.repo.ts';

type LetterStep = { requestId: string; onceKey: string };
type NewLetter = {
  body: string;
  kind: 'query' | 'reminder' | 'reply';
  text: string;
  at: Date;
  addressee?: string | null;
  due_at?: Date;
  position?: OutsidePosition;
  reference?: string | null;
  written_by?: string;
  once_key?: string;
};

/** Letters between the ministry and a body outside it, such as a carrier. `db` is a transaction. */
export function outsideLetterSteps({ db, clock }: { db: Db; clock: Clock }) {
  const requests = requestsRepo(db);

  async function hold(requestId: string) {
    const request = await requests.forUpdate(requestId);
    if (!request) throw new RequestNotFound();
    return request;
  }

  async function write(requestId: string, letter: NewLetter): Promise<string> {
    const rows = await db('outside_letters')
      .insert({ request_id: requestId, ...letter })
      .returning<{ id: string }[]>('id');
    return rows[0]?.id as string;
  }

  const queryOf = (requestId: string) =>
    db('outside_letters')
      .select('body', 'addressee', 'text')
      .where({ request_id: requestId, kind: 'query' })
      .orderBy('id', 'desc')
      .first<{ body: string; addressee: string | null; text: string } | undefined>();

  /** Writes a letter of the process with its event, once by its key. Call it while the request is locked. */
  async function writeOnce(
    { requestId, onceKey }: LetterStep,
    letter: Omit<NewLetter, 'at' | 'once_key'>,
    { kind, data = {} }: { kind: string; data?: Record<string, unknown> },
  ): Promise<void> {
    if (await requests.eventByOnceKey(onceKey)) return;
    const at = clock.now();
    const sent = await write(requestId, { ...letter, at, once_key: onceKey });
    await requests.record(requestId, {
      kind,
      at,
      actorKind: 'process',
      data: { body: letter.body, letter: sent, ...data },
      public: false,
      onceKey,
    });
  }

  return {
    /** Writes the letter that asks a body, with the day by which it may answer. */
    async askOutside({
      requestId,
      onceKey,
      dueAt,
      ...letter
    }: LetterStep & { body: string; addressee: string | null; text: string; dueAt: Date }): Promise<void> {
      await hold(requestId);
      await writeOnce(
        { requestId, onceKey },
        { ...letter, kind: 'query', due_at: dueAt },
        { kind: 'outside-asked', data: { dueAt: dueAt.toISOString() } },
      );
    },

    /** Writes a reminder of the last letter. */
    async remindOutside(step: LetterStep): Promise<void> {
      await hold(step.requestId);
      const query = await queryOf(step.requestId);
      if (query) await writeOnce(step, { ...query, kind: 'reminder' }, { kind: 'outside-reminded' });
    },

    /** Records the body's answer; once per letter. The process is told while it waits; a later answer is kept
     *  for those who decide.
     *  @throws StepNotLegal when nobody was asked, or the answer is there already */
    async recordOutsideReply({
      requestId,
      position,
      text,
      reference,
      by,
    }: {
      requestId: string;
      position: OutsidePosition;
      text: string;
      reference: string | undefined;
      by: string;
    }): Promise<void> {
      const request = await hold(requestId);
      const query = await queryOf(requestId);
      const last = await requests.lastEvent(requestId, ['outside-asked', 'outside-reply']);
      const open = ['in-progress', 'waiting-body', 'waiting-citizen', 'transferred'].includes(request.status);
      if (!query || last?.kind !== 'outside-asked' || !open) throw new StepNotLegal();
      const at = clock.now();
      const { body, addressee } = query;
      const letter = { body, addressee, kind: 'reply', position, text: tidyText(text), at } as const;
      const sent = await write(requestId, { ...letter, reference: reference ?? null, written_by: by });
      const late = request.status !== 'waiting-body';
      await requests.record(requestId, {
        kind: 'outside-reply',
        at,
        actorKind: 'staff',
        actor: by,
        data: { body, letter: sent, position, late },
        public: false,
      });
      if (!late)
        await enqueue(db, {
          requestId,
          kind: 'message',
          messageName: 'outside-body-replied',
          variables: { position },
        });
    },
  };
}

export type OutsideLetterSteps = ReturnType<typeof outsideLetterSteps>;
