import type { Channel, FileRequest } from '../../../contract/index.ts';
import { isNaturalPersonId } from '../../modules/people/index.ts';
import { COMPANIES, FIRST_NAMES, LAST_NAMES, PLACES } from './demo-places.ts';
import { TEXTS } from './demo-texts.ts';

export const DEMO_REQUESTS = 300;

/** Every seventh comes in by the public web form, which takes so many a minute; the contact centre files the others. */
const WEB_EVERY = 7;
const OFFICE_CHANNELS: readonly Channel[] = ['phone', 'phone', 'sms', 'in-person', 'email', 'letter'];
const COMPANY_EVERY = 23;
/** Matters of no one province go to the organisation itself. */
const NATIONWIDE_EVERY = 3;

export type DemoRequest = { key: string; body: FileRequest; lastDigits: string };

type Random = { below: (limit: number) => number; one: <T>(list: readonly T[]) => T };

type DemoService = { key: string; intakeForm: string; needsPlace: boolean };

/** The same requests every time: a fixed seed, so that a second run finds all of them there already. */
export function demoRequests(services: readonly DemoService[]): DemoRequest[] {
  const random = seeded(20260321);
  const provinces = Object.keys(PLACES);
  return Array.from({ length: DEMO_REQUESTS }, (_, index) => {
    const service = services[index % services.length] as DemoService;
    const province = provinces[
      (index * 7 + Math.floor(index / services.length)) % provinces.length
    ] as string;
    return demoRequest(index, service, province, random);
  });
}

function demoRequest(
  index: number,
  { key: service, intakeForm, needsPlace }: DemoService,
  province: string,
  random: Random,
): DemoRequest {
  const place = PLACES[province] as (typeof PLACES)[string];
  const town = random.one(place.towns);
  const words: Record<string, string> = {
    town,
    other: place.towns.find((one) => one !== town) ?? town,
    road: place.road,
    km: persianDigits(5 + random.below(90)),
  };
  const text = random.one(TEXTS[service] ?? ['درخواست راهنمایی دارم.']);
  const mobile = `0912${String(1_000_000 + random.below(9_000_000))}`;
  const channel = index % WEB_EVERY === 0 ? ('web' as const) : random.one(OFFICE_CHANNELS);
  const name =
    index % COMPANY_EVERY === 0
      ? random.one(COMPANIES)
      : `${random.one(FIRST_NAMES)} ${random.one(LAST_NAMES)}`;
  return {
    key: `demo-${index}`,
    lastDigits: mobile.slice(-4),
    body: {
      service,
      text: text.replace(/\{(\w+)\}/g, (_all, word: string) => words[word] ?? ''),
      applicant: {
        name,
        mobile,
        nationalId: nationalId(random),
        ...(index % 3 === 0 ? { email: `citizen${index}@example.org` } : {}),
      },
      ...(needsPlace || random.below(NATIONWIDE_EVERY) > 0
        ? { place: { province, address: `${town}، ${place.road}` } }
        : {}),
      answers: answers(intakeForm, words, index, random),
      locale: 'fa',
      ...(channel === 'web' ? {} : { channel }),
    },
  };
}

/** Some answers to the service's own questions, as its form names them. */
function answers(
  form: string,
  words: Record<string, string>,
  index: number,
  random: Random,
): Record<string, unknown> {
  const number = String(1000 + random.below(90_000));
  switch (form) {
    case 'citizen-request/intake-road':
      return { road: words.road, kilometre: 5 + random.below(90), danger: index % 11 === 0 };
    case 'citizen-request/intake-transport':
      return { operator: random.one(COMPANIES), ticketNumber: number };
    case 'citizen-request/intake-housing':
      return { plan: `طرح مسکن ${words.town}`, fileNumber: number };
    case 'citizen-request/intake-urban':
      return { plan: `طرح تفصیلی ${words.town}`, decisionNumber: number };
    case 'citizen-request/intake-staff':
      return { office: `اداره کل راه و شهرسازی، ${words.town}` };
    default:
      return {};
  }
}

/** A number that passes the check and belongs to nobody we know of. */
function nationalId(random: Random): string {
  for (;;) {
    const body = String(random.below(900_000_000) + 100_000_000);
    const found = Array.from({ length: 10 }, (_, digit) => `${body}${digit}`).find(isNaturalPersonId);
    if (found) return found;
  }
}

const persianDigits = (number: number): string =>
  String(number).replace(/\d/g, (digit) => String.fromCharCode(0x6f0 + Number(digit)));

/** Mulberry32: small, and the same everywhere. */
function seeded(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return { below, one: (list) => list[below(list.length)] as (typeof list)[number] };
}
