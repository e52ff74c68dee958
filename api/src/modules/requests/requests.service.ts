import { createBatcher } from '#api/platform/batcher.ts';
import { cached } from '#api/platform/cached.ts';
import type { Clock } from '#api/platform/clock.ts';
import { IdempotencyKeyReused } from '#api/platform/common.errors.ts';
import type { Db } from '#api/platform/db.ts';
import { DomainError } from '#api/platform/problems.ts';
import { relayNotifier } from '#api/platform/relay-notifier.ts';
import type { FiledRequest } from '#common/contract/index.ts';
import type { Forms } from '../forms/index.ts';
import { type Notifier, planNotification } from '../notifications/index.ts';
import type { Routing } from '../services/index.ts';
import type { ServiceCatalogue } from '../services/index.ts';
import type { Sla } from '../sla/index.ts';
import { checkFiling, type Filing, fingerprint } from './intake/filing.ts';
import { type NewRequest, writeRequests, type WrittenRequest } from './intake/register.repo.ts';
import { startVariables, textAnswersOf } from './intake/start-variables.ts';
import { newTrackingCode } from './intake/tracking-code.ts';
import { batchedSteps, type LifecycleSteps } from './lifecycle/batched-steps.ts';
import { UnknownService } from './requests.errors.ts';
import { type ClosingRulesProvider, closingRulesProvider } from './rights/closing-rules.ts';

/** Result of one filing. `known`: it had been filed before; `changed` when it said something else then. */
export type Registration =
  | { result: 'created'; request: FiledRequest }
  | { result: 'known'; request: FiledRequest; changed: boolean }
  | { result: 'refused'; problem: DomainError };

export type RequestsService = {
  /** Takes in a request: person, request, history, clocks, notification and start message in one transaction,
   *  without a call to the engine. A repeated idempotency key or external number returns the first result.
   *  @throws InvalidInput, UnknownService, IdempotencyKeyReused */
  register(filing: Filing): Promise<FiledRequest>;
  /** Takes in many requests in one transaction, which may be the caller's. Each stands for itself; a refused
   *  one changes nothing. */
  registerAll(filings: readonly Filing[], on?: Db): Promise<Registration[]>;
  readonly steps: LifecycleSteps;
};

type Deps = {
  db: Db;
  clock: Clock;
  catalogue: ServiceCatalogue;
  forms: Forms;
  sla: Sla;
  notifier: Notifier;
  routing: Routing;
  rules?: ClosingRulesProvider;
};

/** Tracking codes collide once in billions; a concurrent twin shows at the second attempt. */
const MAX_WRITE_ATTEMPTS = 5;
const PROVINCES_CACHE_MS = 5 * 60_000;
/** Statements that run at once. Further filings wait and share the next statement, and so one commit. */
const BATCH_CONCURRENCY = 4;
const MAX_BATCH_SIZE = 64;

/** Intake of every channel, and the steps of a request's life. */
export function requestsService({
  db,
  clock,
  catalogue,
  forms,
  sla,
  notifier,
  routing,
  rules = closingRulesProvider({ db }),
}: Deps): RequestsService {
  const provinces = cached(async () => new Set<string>(await db('provinces').pluck('code')), {
    forMs: PROVINCES_CACHE_MS,
  });
  const notifyRelay = relayNotifier(db);
  const isProvince = async (code: string) => (await provinces()).has(code);

  async function prepare(filing: Filing, ord: number): Promise<NewRequest> {
    const service = await catalogue.find(filing.service);
    if (!service) throw new UnknownService();
    const checked = await checkFiling(filing, service, { forms, isProvince });
    const { contact, priority, province } = checked;
    const { channel, history, external } = filing;
    const receivedAt = filing.receivedAt ?? clock.now();
    const { dueAt, clocks } = await sla.deadlinesFor({
      service: service.key,
      priority,
      province,
      at: receivedAt,
      closedAt: history?.closedAt ?? null,
    });
    const closing = await rules.of(service.key);
    const { department } = service;
    const notification = contact && !history ? planNotification(contact, notifier.availableChannels) : null;
    return {
      ord,
      tracking_code: newTrackingCode(),
      service: service.key,
      process_key: service.processKey,
      department: history?.department ?? department,
      confidential: service.confidential,
      person_kind: contact?.kind ?? null,
      contact_name: contact?.name ?? null,
      national_id: contact?.nationalId ?? null,
      contact_mobile: contact?.mobile ?? null,
      contact_email: contact?.email ?? null,
      locale: filing.locale ?? 'fa',
      channel,
      external_source: external?.source ?? null,
      external_id: external?.id ?? null,
      idempotency_key: filing.idempotencyKey ?? null,
      idempotency_hash: fingerprint(filing),
      text: checked.text,
      answers: checked.answers,
      province,
      address: checked.address,
      latitude: checked.latitude,
      longitude: checked.longitude,
      status: history?.status ?? 'received',
      outcome: history?.outcome ?? null,
      priority,
      received_at: receivedAt,
      due_at: dueAt,
      clocks,
      closed_at: history?.closedAt ?? null,
      filed_by: filing.by,
      follows: filing.follows ?? null,
      notify_channel: notification?.channel ?? null,
      notify_state: notification?.state ?? null,
      notify_reason: notification?.reason ?? null,
      start_variables: history
        ? null
        : startVariables(
            {
              service: service.key,
              department,
              province,
              channel,
              priority,
              keywords: routing.keywordsIn([checked.text, ...textAnswersOf(checked.answers)]),
              answers: forms.variables(service.intakeForm, checked.answers),
            },
            closing,
          ),
    };
  }

  async function write(rows: readonly NewRequest[], on: Db): Promise<Map<number, WrittenRequest>> {
    const written = new Map<number, WrittenRequest>();
    let left = rows;
    for (let look = 0; left.length > 0; look++) {
      if (look === MAX_WRITE_ATTEMPTS)
        throw new Error(`${left.length} requests were neither written nor found`);
      for (const row of await writeRequests(on, left)) written.set(row.ord, row);
      left = left
        .filter(({ ord }) => !written.has(ord))
        .map((row) => ({ ...row, tracking_code: newTrackingCode() }));
    }
    return written;
  }

  async function registerAll(filings: readonly Filing[], on: Db = db): Promise<Registration[]> {
    const prepared = await Promise.all(
      filings.map((filing, ord) =>
        prepare(filing, ord).catch((thrown: unknown) => {
          if (thrown instanceof DomainError) return thrown;
          throw thrown;
        }),
      ),
    );
    const written = await write(
      prepared.filter((row) => !(row instanceof DomainError)),
      on,
    );
    notifyRelay();
    return prepared.map((row) =>
      row instanceof DomainError
        ? { result: 'refused', problem: row }
        : registration(row, written.get(row.ord)),
    );
  }

  const writeBatched = createBatcher(
    async (rows: readonly NewRequest[]) => {
      const written = await write(
        rows.map((row, ord) => ({ ...row, ord })),
        db,
      );
      notifyRelay();
      return rows.map((row, ord) => registration(row, written.get(ord)));
    },
    { atOnce: BATCH_CONCURRENCY, most: MAX_BATCH_SIZE, isOfOne: isOfOneRow },
  );

  return {
    registerAll,
    async register(filing) {
      const registered = await writeBatched(await prepare(filing, 0));
      if (registered.result === 'known' && registered.changed) throw new IdempotencyKeyReused();
      return registered.request;
    },
    steps: batchedSteps({ db, clock, notifier, rules, slaCatalogue: sla.slaCatalogue }),
  };
}

/** Tells whether an error concerns one row only (wrong data, a broken rule, a deadlock): the other rows of
 *  the statement may be without fault. */
const isOfOneRow = (error: unknown): boolean =>
  /^(22|23|40|54)/.test(String((error as { code?: unknown }).code));

function registration(
  row: NewRequest,
  found: WrittenRequest | undefined,
): Exclude<Registration, { result: 'refused' }> {
  if (!found) throw new Error('A written request is missing in the answer');
  const request = filedRequest(found);
  if (!found.known) return { result: 'created', request };
  return { result: 'known', request, changed: found.idempotency_hash !== row.idempotency_hash };
}

const filedRequest = (row: WrittenRequest): FiledRequest => ({
  id: row.id,
  trackingCode: row.tracking_code,
  status: row.status,
  receivedAt: row.received_at.toISOString(),
  dueAt: row.due_at.toISOString(),
});
