import type { WorkingCalendar } from '#common/contract/calendar.ts';
import type { Department, Me, Province } from '#common/contract/reference.ts';
import type { Service } from '#common/contract/requests.ts';
import type { Task } from '#common/contract/tasks.ts';
import { ScreenServer } from './server.ts';

/** Saturday to Wednesday, 7:30 to 14:30. */
export const CALENDAR: WorkingCalendar = {
  zone: 'Asia/Tehran',
  week: [...Array<[string, string][]>(5).fill([['07:30', '14:30']]), [], []],
  holidays: [],
};

export const DEPARTMENTS: Department[] = [
  {
    slug: 'roads-tehran',
    parent: null,
    kind: 'unit',
    name: { fa: 'اداره راه تهران', en: 'Tehran road office' },
  },
  { slug: 'roads-qom', parent: null, kind: 'unit', name: { fa: 'اداره راه قم', en: 'Qom road office' } },
];

export const ROAD_DAMAGE: Service = {
  key: 'road-damage',
  group: 'roads',
  name: { fa: 'خرابی راه', en: 'Road damage' },
  description: { fa: 'چاله و ترک', en: 'Holes and cracks' },
  keywords: ['چاله', 'hole'],
  intakeForm: 'citizen-request/intake-road',
  needsPlace: true,
  resolveWorkingDays: 10,
  confidential: false,
};

export const aMe = (more: Partial<Me> = {}): Me => ({
  username: 'sara',
  name: 'سارا احمدی',
  roles: ['caseworker'],
  departments: DEPARTMENTS.slice(0, 1),
  permissions: ['task:read', 'task:work', 'request:read'],
  queues: ['roads-tehran'],
  ...more,
});

export const aTask = (more: Partial<Task> = {}): Task => ({
  key: '2251799813685281',
  elementId: 'Task_InspectDefect',
  name: { fa: 'بازدید', en: 'Inspect the defect' },
  processKey: 'road-defect',
  formKey: 'road-defect/inspect',
  queue: 'roads-tehran',
  handedTo: [],
  assignee: null,
  state: 'created',
  createdAt: '2026-11-21T06:00:00.000Z',
  endedAt: null,
  dueAt: null,
  version: 3,
  barred: null,
  subjectId: null,
  request: null,
  ...more,
});

/** Server of the desk with what every page of it reads. */
export const aDesk = (me: Partial<Me> = {}): ScreenServer =>
  new ScreenServer()
    .on('GET /me', aMe(me))
    .on('GET /working-calendar', CALENDAR)
    .on('GET /departments', { items: DEPARTMENTS })
    .on('GET /services', [ROAD_DAMAGE]);

export const PROVINCES: Province[] = [
  { code: 'tehran', iso: 'IR-23', name: { fa: 'تهران', en: 'Tehran' } },
  { code: 'qom', iso: 'IR-25', name: { fa: 'قم', en: 'Qom' } },
];
