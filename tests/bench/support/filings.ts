import { randomInt } from 'node:crypto';

const ROADS = [
  'آزادراه تهران – قم',
  'محور هراز',
  'جاده چالوس',
  'آزادراه قزوین – زنجان',
  'محور سنندج – مریوان',
];
const PROVINCES = ['tehran', 'fars', 'gilan', 'isfahan', 'yazd'];
const TEXT =
  'در این محور چاله‌های بزرگی پدید آمده است و با تاریکی هوا خودروها ناگهان منحرف می‌شوند. چند روز پیش یک موتورسوار آسیب دید. ' +
  'لطفاً پیش از بارندگی بعدی رسیدگی و نتیجه را اعلام کنید.';

/** Filing as sent by a citizen's browser. */
export type FilingBody = {
  service: string;
  text: string;
  applicant: { name: string; nationalId: string; mobile: string };
  place: { province: string; address: string };
  answers: { road: string; kilometre: number; danger: boolean };
  locale: 'fa';
};

/** Returns a realistic filing by a new person. */
export function aFiling(): FilingBody {
  const pick = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T;
  const road = pick(ROADS);
  return {
    service: 'road-safety-signs',
    text: TEXT,
    applicant: { name: 'علی محمدی', nationalId: aNationalId(), mobile: `0912${randomInt(1e6, 1e7)}` },
    place: { province: pick(PROVINCES), address: `${road}، نرسیده به عوارضی` },
    answers: { road, kilometre: randomInt(400), danger: false },
    locale: 'fa',
  };
}

let serial = randomInt(1e8, 9e8);

/** Returns ten digits with a valid check digit, unique within a run. */
function aNationalId(): string {
  const body = String(serial++);
  const rest = [...body].reduce((sum, digit, index) => sum + Number(digit) * (10 - index), 0) % 11;
  return body + String(rest < 2 ? rest : 11 - rest);
}
