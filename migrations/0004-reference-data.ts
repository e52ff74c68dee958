import { readFile } from 'node:fs/promises';
import Holidays from 'date-holidays';
import type { Knex } from 'knex';

type Text = { fa: string; en: string };
type Province = { code: string; iso: string; name: Text };
type Department = { slug: string; parent: string | null; kind: string; name: Text };
type Service = {
  key: string;
  group: string;
  name: Text;
  description: Text;
  process: string;
  intakeForm: string;
  department: string;
  sla: { acknowledgeWorkingHours: number; resolveWorkingDays: number };
  confidential: boolean;
  needsPlace: boolean;
  keywords: string[];
};

const data = async <T>(name: string): Promise<T[]> =>
  JSON.parse(await readFile(new URL(`./data/${name}.json`, import.meta.url), 'utf8')) as T[];

/** Saturday to Wednesday, 7:30 to 14:30: the usual hours of Iranian public offices. Saturday stands first. */
const OFFICE_WEEK = [...Array<string[][]>(5).fill([['07:30', '14:30']]), [], []];

const FIRST_YEAR = 2019;
const LAST_YEAR = 2032;

/** The public holidays as date-holidays computes them; lunar ones can differ by a day from the official
 *  calendar. */
function publicHolidays(): string[] {
  const iran = new Holidays('IR');
  const days = new Set<string>();
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
    for (const day of iran.getHolidays(year)) if (day.type === 'public') days.add(day.date.slice(0, 10));
  }
  return [...days].sort();
}

function withPaths(departments: Department[]): (Department & { path: string })[] {
  const paths = new Map<string, string>();
  return departments.map((department) => {
    const above = department.parent === null ? '/' : paths.get(department.parent);
    if (above === undefined)
      throw new Error(`${department.slug} stands before its parent ${department.parent}`);
    const path = `${above}${department.slug}/`;
    paths.set(department.slug, path);
    return { ...department, path };
  });
}

export async function up(knex: Knex): Promise<void> {
  const provinces = await data<Province>('provinces');
  await knex('provinces').insert(
    provinces.map(({ code, iso, name }) => ({ code, iso, name_fa: name.fa, name_en: name.en })),
  );
  const departments = withPaths(await data<Department>('departments'));
  await knex('departments').insert(
    departments.map(({ slug, parent, kind, name, path }) => ({
      slug,
      parent,
      kind,
      name_fa: name.fa,
      name_en: name.en,
      path,
    })),
  );
  const services = await data<Service>('services');
  await knex('services').insert(
    services.map((service, position) => ({
      key: service.key,
      service_group: service.group,
      name_fa: service.name.fa,
      name_en: service.name.en,
      description_fa: service.description.fa,
      description_en: service.description.en,
      process_key: service.process,
      intake_form: service.intakeForm,
      department: service.department,
      acknowledge_working_hours: service.sla.acknowledgeWorkingHours,
      resolve_working_days: service.sla.resolveWorkingDays,
      confidential: service.confidential,
      needs_place: service.needsPlace,
      keywords: service.keywords,
      position,
    })),
  );
  await knex('working_calendars').insert({
    id: 'iran-office',
    zone: 'Asia/Tehran',
    week: JSON.stringify(OFFICE_WEEK),
    holidays: publicHolidays(),
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('truncate working_calendars, services, departments, provinces cascade');
}
