import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { type Db, openDb } from '#api/platform/db.ts';
import { type ARequest, aRequest, someKey } from '#tests/support/fixtures/builders.ts';
import { type ViewAs, viewers } from '#tests/support/fixtures/viewers.ts';
import { useDatabase } from '#tests/support/hooks/use-database.ts';

const AT = new Date('2026-05-05T08:00:00Z');

/** One row of a table that belongs to a request, as `id` of it. */
type Fill = (db: Db, request: ARequest, made: Map<string, Row>) => Promise<Row[]>;
type Row = Record<string, unknown>;

const row =
  (table: string, columns: (request: ARequest, made: Map<string, Row>) => Row): Fill =>
  (db, request, made) =>
    db(table).insert(columns(request, made)).returning('*');
const ofRequest = (table: string, columns: () => Row): Fill =>
  row(table, ({ id }) => ({ request_id: id, ...columns() }));

/** Whoever may not see a request gets no row of these that belongs to it. In an order in which they can be
 *  filled. */
const SEEN_WITH_THE_REQUEST: Record<string, Fill> = {
  requests: async (db, { id }) => db('requests').where({ id }),
  people: async (db, { person_id: id }) => db('people').where({ id }),
  carrier_measures: ofRequest('carrier_measures', () => ({
    imposed_at: AT,
    measure: 'warning',
    once_key: randomUUID(),
    state: 'in-force',
  })),
  control_room_reports: ofRequest('control_room_reports', () => ({
    department: 'rmto',
    once_key: randomUUID(),
    told_at: AT,
  })),
  interactions: ofRequest('interactions', () => ({
    at: AT,
    channel: 'web',
    direction: 'in',
    kind: 'request',
    text: 'A word.',
  })),
  notifications: ofRequest('notifications', () => ({
    channel: 'email',
    created_at: AT,
    locale: 'fa',
    once_key: randomUUID(),
    state: 'queued',
    template: 'receipt',
  })),
  outside_letters: async (db, request, made) => {
    const { key } = await db('outside_bodies').first('key');
    return ofRequest('outside_letters', () => ({ at: AT, body: key, kind: 'query', text: 'A word.' }))(
      db,
      request,
      made,
    );
  },
  register_answers: ofRequest('register_answers', () => ({
    answered_at: AT,
    attempts: 1,
    finding: 'owner',
    once_key: randomUUID(),
    register: 'land',
  })),
  request_events: ofRequest('request_events', () => ({
    actor_kind: 'citizen',
    at: AT,
    kind: 'received',
    public: true,
  })),
  request_feedback: ofRequest('request_feedback', () => ({
    answered_at: AT,
    asks_reopening: false,
    at: AT,
    satisfied: true,
  })),
  sla_clocks: ofRequest('sla_clocks', () => ({
    amount: 1,
    calendar: 'iran',
    calendar_version: 1,
    due_at: AT,
    policy: 1,
    segments: '[]',
    started_at: AT,
    state: 'running',
    target: 'resolve',
    unit: 'days',
  })),
  sla_changes: row('sla_changes', (_, made) => ({
    after: '{}',
    at: AT,
    before: '{}',
    cause: 'paused',
    clock: made.get('sla_clocks')?.id,
  })),
  sla_steps: row('sla_steps', ({ id }, made) => ({
    clock: made.get('sla_clocks')?.id,
    request_id: id,
    due_at: AT,
    fired_at: AT,
    mode: 'notify',
    round: 0,
    sends: 1,
    state: 'stuck',
    step: 'warn',
    target: 'resolve',
  })),
  sla_step_effects: row('sla_step_effects', (_, made) => ({
    at: AT,
    effect: 'told',
    step_id: made.get('sla_steps')?.id,
  })),
  survey_invitations: async (db, request, made) => {
    const { key, version } = await db('surveys').first();
    return ofRequest('survey_invitations', () => ({
      department: 'rmto',
      invited_at: AT,
      locale: 'fa',
      service: request.service,
      state: 'invited',
      survey: key,
      survey_version: version,
    }))(db, request, made);
  },
  survey_answers: row('survey_answers', (_, made) => ({
    invitation_id: made.get('survey_invitations')?.id,
    item: 'overall',
  })),
  task_submissions: ofRequest('task_submissions', () => ({
    data: '{}',
    element_id: 'Task_HandleRequest',
    id: randomUUID(),
    state: 'pending',
    submitted_at: AT,
    submitted_by: 'sara',
    task_key: someKey(),
  })),
  work_orders: ofRequest('work_orders', () => ({
    contractor: 'one',
    department: 'rmto',
    once_key: randomUUID(),
    planned_at: AT,
    priority: 'normal',
    repair_kind: 'surface',
    state: 'open',
  })),
};

const SEEN_BY_WHO_READS_THE_AUDIT_LOG = ['audit_log', 'audit_head', 'audit_checks'];

/** Free of personal data of citizens, and of cases that the reader may not know of. Columns whose names say
 *  otherwise have their reason. */
const OPEN: Record<string, Record<string, string>> = {
  alert_deliveries: {},
  alert_events: {},
  alert_limits: {},
  alerts: { text_en: 'of the ministry', text_fa: 'of the ministry' },
  awaited: {},
  closing_rules: {},
  department_heads: { email: 'of staff' },
  departments: {},
  element_instances: {},
  feedback_reasons: {},
  flows_taken: {},
  outside_bodies: {},
  process_definitions: {},
  process_deployment_files: {},
  process_deployments: {},
  process_elements: { shown_variables: 'names, no values' },
  process_instances: { request_id: 'that there is one, and how far it has come' },
  provinces: {},
  services: {},
  sla_policies: {},
  staff: { email: 'of staff' },
  staff_absences: {},
  surveys: {},
  working_calendars: {},
};

/** Tables with a rule of their own, which `visibility-agreement` compares with the rule in code. */
const SEEN_BY_THEIR_OWN_RULE = ['tasks'];

/** Closed to whoever looks: only the product itself reads these, and routes that say that they read past. */
const CLOSED = [
  'alert_interests',
  'alert_opt_ins',
  'alert_subscriptions',
  'audit_refusals',
  'instance_migration_items',
  'instance_migrations',
  'crews',
  'engine_batches',
  'engine_positions',
  'engine_quarantine',
  'held_instances',
  'import_rows',
  'imports',
  'incidents',
  'batch_operation_items',
  'batch_operations',
  'instance_variables',
  'jobs',
  'mailboxes',
  'outbox',
  'process_draft_comments',
  'process_draft_files',
  'process_draft_presence',
  'process_draft_revisions',
  'process_drafts',
  'process_release_files',
  'process_releases',
  'rate_limits',
  'staff_notices',
  'task_counts',
  'test_run_effects',
  'test_run_tasks',
  'test_runs',
  'what_if_rows',
  'what_ifs',
];

const SOUNDS_PERSONAL =
  /address|answers|body|contact|email|mobile|national|person|phone|request|text|variables/;

const TABLES = `
  select c.relname as name, c.relrowsecurity as guarded, has_table_privilege('shahrah_viewer', c.oid, 'select') as readable,
         has_table_privilege('shahrah_viewer', c.oid, 'insert, update, delete, truncate') as writable,
         array(select attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
         array(select policyname::text from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname order by 1) as policies
    from pg_class c
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
     and c.relname !~ '^knex_'
     and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
   order by 1`;

type Table = {
  name: string;
  guarded: boolean;
  readable: boolean;
  writable: boolean;
  columns: string[];
  policies: string[];
};

describe('row security', () => {
  const database = useDatabase();
  let db: Db;
  let tables: Table[];
  let lookAs: (...who: Parameters<ReturnType<typeof viewers>>) => Promise<ViewAs>;

  const tableOf = (name: string): Table => {
    const table = tables.find((one) => one.name === name);
    if (!table) throw new Error(`there is no table ${name}`);
    return table;
  };

  before(async () => {
    db = openDb(database.apiUrl);
    ({ rows: tables } = await database.db.raw<{ rows: Table[] }>(TABLES));
    lookAs = viewers(db);
  });

  after(() => db?.destroy());

  it('knows of every table whether its rows are guarded, open or closed', () => {
    // given
    const decided = [
      ...Object.keys(SEEN_WITH_THE_REQUEST),
      ...SEEN_BY_WHO_READS_THE_AUDIT_LOG,
      ...Object.keys(OPEN),
      ...SEEN_BY_THEIR_OWN_RULE,
      ...CLOSED,
    ];

    // then
    expect(
      tables.map(({ name }) => name),
      'decide who may read a new table',
    ).to.have.members(decided);
  });

  it('is on at every table that is guarded, and at no other', () => {
    // then
    const guarded = [
      ...Object.keys(SEEN_WITH_THE_REQUEST),
      ...SEEN_BY_THEIR_OWN_RULE,
      ...SEEN_BY_WHO_READS_THE_AUDIT_LOG,
    ];
    expect(tables.filter((table) => table.guarded).map(({ name }) => name)).to.have.members(guarded);
    for (const name of guarded)
      expect(tableOf(name), name).to.deep.include({ readable: true, policies: ['product', 'viewer'] });
  });

  it('lets a viewer read what is open or guarded, and write nothing', () => {
    // then
    for (const name of Object.keys(OPEN))
      expect(tableOf(name), name).to.include({ readable: true, guarded: false });
    for (const name of CLOSED) expect(tableOf(name), name).to.include({ readable: false });
    expect(tables.filter(({ writable }) => writable)).to.deep.equal([]);
  });

  it('leaves no column open that sounds personal, unless the reason is given', () => {
    for (const [name, reasons] of Object.entries(OPEN)) {
      // then
      const personal = tableOf(name).columns.filter((column) => SOUNDS_PERSONAL.test(column));
      expect(personal, name).to.have.members(Object.keys(reasons));
    }
  });

  it('reaches nothing outside the tables of the product', async () => {
    // when
    const { rows } = await database.db.raw(`
      select n.nspname from pg_namespace n
       where n.nspname in ('engine', 'graphile_worker') and has_schema_privilege('shahrah_viewer', n.oid, 'usage')`);

    // then
    expect(rows).to.deep.equal([]);
  });

  describe('of what belongs to a request', () => {
    let seen: ARequest;
    let hidden: ARequest;
    let sara: ViewAs;
    const made = new Map<string, Map<string, Row>>();

    before(async () => {
      const ofSomebody = async (department: string) => {
        const [person] = await db('people').insert({ name: 'Sara', created_at: AT }).returning('*');
        return aRequest(db, { department, person_id: person.id });
      };
      seen = await ofSomebody('rmto');
      hidden = await ofSomebody('railways');
      for (const request of [seen, hidden]) {
        const rows = new Map<string, Row>();
        made.set(request.id, rows);
        for (const [table, fill] of Object.entries(SEEN_WITH_THE_REQUEST))
          rows.set(table, (await fill(db, request, rows))[0] as Row);
      }
      sara = await lookAs('sara', 'caseworker', 'rmto');
    });

    for (const table of Object.keys(SEEN_WITH_THE_REQUEST))
      it(`gives the rows of ${table} to who sees the request, without any condition`, async () => {
        // given
        const of = ({ id }: ARequest) => made.get(id)?.get(table);
        const analyst = await lookAs('ana', 'analyst', 'rmto');

        // when
        const all = async (): Promise<Row[]> => db(table);

        // then
        expect(await sara(all)).to.deep.equal([of(seen)]);
        expect(await analyst(all)).to.deep.equal([]);
        expect(await all()).to.have.deep.members([of(seen), of(hidden)]);
      });
  });

  for (const table of SEEN_BY_WHO_READS_THE_AUDIT_LOG)
    it(`gives the rows of ${table} to administrators alone`, async () => {
      // given
      await database.db('audit_checks').insert({ at: AT, held: 0, head_hash: '0'.repeat(64) });
      if (table === 'audit_log')
        await database.db('audit_log').insert({
          seq: 1,
          at: AT,
          action: 'request.read',
          object_kind: 'request',
          object_id: '1',
          result: 'done',
          hash: '0'.repeat(64),
        });
      const [admin, supervisor] = [
        await lookAs('ada', 'admin', 'ministry'),
        await lookAs('sara', 'supervisor', 'ministry'),
      ];

      // when
      const all = async (): Promise<Row[]> => db(table);

      // then
      expect(await admin(all)).not.to.be.empty;
      expect(await admin(all)).to.deep.equal(await all());
      expect(await supervisor(all)).to.deep.equal([]);
    });

  it('gives nothing while nobody has said who looks', async () => {
    // when
    const rows = await db.transaction(async (tx) => {
      await tx.raw('set local role shahrah_viewer');
      return tx('requests');
    });

    // then
    expect(rows).to.deep.equal([]);
  });
});
