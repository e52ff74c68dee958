import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { LandRegister, LandRegisterAnswer, Plot } from './land-register.ts';

/** Meaning of a register's answer for a request. `owner`: the applicant owns the plot; `no-plot`: the request
 *  names none. */
export type Finding = 'owner' | 'other-owner' | 'not-found' | 'no-plot' | 'unavailable';

/** Stored data of a plot: nobody's name or number. */
export type PlotFacts = Pick<Plot, 'plot' | 'landUse' | 'state' | 'encumbered' | 'asOf'>;

export type RegistersService = {
  /** Asks the land register about the plot of a request and stores the answer. A repeated `onceKey` returns
   *  the stored answer without asking; a register that was unavailable is asked again under a new key.
   *  @throws when the request does not exist */
  checkLand(question: { requestId: string; onceKey: string }): Promise<Finding>;
};

type Deps = { db: Db; clock: Clock; land: LandRegister };

/** Checks requests against the registers of other bodies. */
export function registersService({ db, clock, land }: Deps): RegistersService {
  const kept = async (onceKey: string): Promise<Finding | undefined> =>
    (
      await db('register_answers')
        .select('finding')
        .where({ once_key: onceKey })
        .first<{ finding: Finding }>()
    )?.finding;

  return {
    async checkLand({ requestId, onceKey }) {
      const known = await kept(onceKey);
      if (known) return known;
      const { plot, nationalId } = await subjectOf(db, requestId);
      const answer: LandRegisterAnswer = plot ? await land.find(plot) : { plot: 'not-found', attempts: 0 };
      await db('register_answers')
        .insert({
          request_id: requestId,
          register: 'land',
          once_key: onceKey,
          finding: plot ? findingOf(answer, nationalId) : 'no-plot',
          facts: factsOf(answer),
          attempts: answer.attempts,
          answered_at: clock.now(),
        })
        .onConflict('once_key')
        .ignore();
      return (await kept(onceKey)) as Finding;
    },
  };
}

type LandQuestion = { plot: string | null; nationalId: string | null };

async function subjectOf(db: Db, requestId: string): Promise<LandQuestion> {
  const row = await db('requests')
    .leftJoin('people', 'people.id', 'requests.person_id')
    .select(
      db.raw(`nullif(trim(answers ->> 'registryPlot'), '') as plot`),
      'people.national_id as nationalId',
    )
    .where({ 'requests.id': requestId })
    .first<LandQuestion>();
  if (!row) throw new Error(`There is no request ${requestId}`);
  return row;
}

function findingOf({ plot }: LandRegisterAnswer, nationalId: string | null): Finding {
  if (typeof plot === 'string') return plot;
  return plot.owners.some((owner) => owner.nationalId === nationalId) ? 'owner' : 'other-owner';
}

function factsOf({ plot }: LandRegisterAnswer): PlotFacts | Record<string, never> {
  if (typeof plot === 'string') return {};
  const { plot: number, landUse, state, encumbered, asOf } = plot;
  return { plot: number, landUse, state, encumbered, asOf };
}
