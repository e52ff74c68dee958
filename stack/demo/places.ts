import type { Setting } from './scenario.ts';

/** A road that starts in a town of the province; `length` is the part inside the province, in kilometres. */
type Road = { name: string; from: string; to: string; length: number; mountain?: true };

/** `has` lists what the town at the start of the first road has; mountains are a property of each road. */
type Place = { roads: readonly Road[]; has: readonly Exclude<Setting, 'mountain'>[] };

const road = (name: string, from: string, to: string, length: number): Road => ({ name, from, to, length });
const mountain = (name: string, from: string, to: string, length: number): Road => ({
  ...road(name, from, to, length),
  mountain: true,
});

/** Roads of each province, by its code. */
export const PLACES: Readonly<Record<string, Place>> = {
  alborz: { roads: [mountain('جاده چالوس', 'کرج', 'چالوس', 60)], has: ['rail'] },
  ardabil: { roads: [road('جاده اردبیل به سراب', 'اردبیل', 'سراب', 45)], has: ['airport'] },
  bushehr: { roads: [road('جاده بوشهر به برازجان', 'بوشهر', 'برازجان', 60)], has: ['airport', 'coast'] },
  'chaharmahal-and-bakhtiari': {
    roads: [mountain('جاده شهرکرد به بروجن', 'شهرکرد', 'بروجن', 60)],
    has: ['airport'],
  },
  'east-azerbaijan': {
    roads: [road('جاده تبریز به آذرشهر', 'تبریز', 'آذرشهر', 45)],
    has: ['rail', 'airport'],
  },
  fars: { roads: [road('جاده شیراز به مرودشت', 'شیراز', 'مرودشت', 40)], has: ['rail', 'airport'] },
  gilan: { roads: [road('جاده رشت به لاهیجان', 'رشت', 'لاهیجان', 38)], has: ['rail', 'airport'] },
  golestan: { roads: [road('جاده گرگان به آق‌قلا', 'گرگان', 'آق‌قلا', 17)], has: ['rail', 'airport'] },
  hamadan: { roads: [road('جاده همدان به ملایر', 'همدان', 'ملایر', 75)], has: ['rail'] },
  hormozgan: {
    roads: [road('جاده بندرعباس به میناب', 'بندرعباس', 'میناب', 90)],
    has: ['rail', 'airport', 'coast'],
  },
  ilam: { roads: [mountain('جاده ایلام به مهران', 'ایلام', 'مهران', 80)], has: ['airport'] },
  isfahan: { roads: [road('جاده کاشان به نطنز', 'کاشان', 'نطنز', 70)], has: ['rail', 'airport'] },
  kerman: { roads: [road('جاده کرمان به رفسنجان', 'کرمان', 'رفسنجان', 105)], has: ['rail', 'airport'] },
  kermanshah: {
    roads: [road('جاده کرمانشاه به اسلام‌آباد غرب', 'کرمانشاه', 'اسلام‌آباد غرب', 60)],
    has: ['rail', 'airport'],
  },
  khuzestan: {
    roads: [road('جاده اهواز به اندیمشک', 'اهواز', 'اندیمشک', 140)],
    has: ['rail', 'airport'],
  },
  'kohgiluyeh-and-boyer-ahmad': {
    roads: [mountain('جاده یاسوج به سمیرم', 'یاسوج', 'سمیرم', 55)],
    has: ['airport'],
  },
  kurdistan: { roads: [mountain('جاده سنندج به مریوان', 'سنندج', 'مریوان', 120)], has: ['airport'] },
  lorestan: { roads: [mountain('جاده خرم‌آباد به پلدختر', 'خرم‌آباد', 'پلدختر', 100)], has: ['airport'] },
  markazi: { roads: [road('جاده ساوه به همدان', 'ساوه', 'همدان', 90)], has: [] },
  mazandaran: { roads: [mountain('جاده هراز', 'آمل', 'تهران', 95)], has: [] },
  'north-khorasan': { roads: [road('جاده بجنورد به شیروان', 'بجنورد', 'شیروان', 60)], has: ['airport'] },
  qazvin: { roads: [road('جاده قزوین به تاکستان', 'قزوین', 'تاکستان', 33)], has: ['rail'] },
  qom: { roads: [road('جاده قدیم قم به تهران', 'قم', 'تهران', 60)], has: ['rail'] },
  'razavi-khorasan': {
    roads: [road('جاده مشهد به نیشابور', 'مشهد', 'نیشابور', 120)],
    has: ['rail', 'airport'],
  },
  semnan: { roads: [road('جاده سمنان به دامغان', 'سمنان', 'دامغان', 110)], has: ['rail'] },
  'sistan-and-baluchestan': {
    roads: [road('جاده چابهار به ایرانشهر', 'چابهار', 'ایرانشهر', 300)],
    has: ['airport', 'coast'],
  },
  'south-khorasan': { roads: [road('جاده بیرجند به قائن', 'بیرجند', 'قائن', 100)], has: ['airport'] },
  tehran: {
    roads: [
      road('جاده تهران به ورامین', 'تهران', 'ورامین', 38),
      mountain('جاده فیروزکوه', 'دماوند', 'فیروزکوه', 85),
      mountain('جاده تهران به فشم', 'تهران', 'فشم', 30),
      road('جاده قدیم تهران به کرج', 'تهران', 'کرج', 28),
      road('جاده تهران به ساوه', 'تهران', 'ساوه', 60),
    ],
    has: ['rail', 'airport'],
  },
  'west-azerbaijan': {
    roads: [mountain('جاده ارومیه به سلماس', 'ارومیه', 'سلماس', 75)],
    has: ['rail', 'airport'],
  },
  yazd: { roads: [road('جاده یزد به میبد', 'یزد', 'میبد', 45)], has: ['rail', 'airport'] },
  zanjan: { roads: [road('جاده زنجان به ابهر', 'زنجان', 'ابهر', 80)], has: ['rail'] },
};

/** Returns the roads of a province on which a matter of this kind can happen; none where it cannot. */
export function roadsFor(province: string, setting: Setting | undefined): readonly Road[] {
  const place = PLACES[province];
  if (!place) throw new Error(`No place of ${province} is known`);
  if (setting === 'mountain') return place.roads.filter((one) => one.mountain);
  if (setting === undefined) return place.roads;
  return place.has.includes(setting) ? place.roads.filter(({ from }) => from === place.roads[0]?.from) : [];
}

export const STREETS = [
  'خیابان امام خمینی',
  'خیابان شهید بهشتی',
  'بلوار معلم',
  'خیابان سعدی',
  'خیابان حافظ',
  'بلوار جمهوری',
  'خیابان دانشگاه',
  'کوچه نسترن',
] as const;
