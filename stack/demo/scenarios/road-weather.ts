import { repaired, secured } from '../form-answers.ts';
import { type Facts, kilometreOf, persianDigits, type Scenario } from '../scenario.ts';

const onRoad = (facts: Facts, more: Record<string, unknown> = {}) => ({
  address: kilometreOf(facts),
  answers: { road: facts.road, kilometre: facts.kilometre, ...more },
});

/** Roads that the weather closes. */
export const ROAD_WEATHER: readonly Scenario[] = [
  {
    key: 'snow',
    service: 'road-closure-weather',
    setting: 'mountain',
    tell: (facts) => ({
      text: `از دیشب برف سنگینی در ${facts.road} باریده و از کیلومتر ${persianDigits(facts.kilometre)} به بعد راهی به روستاها نیست. خواهش می‌کنیم برف‌روب بفرستید.`,
      ...onRoad(facts),
      question: {
        asks: 'آیا در روستا بیمار یا کسی هست که باید فوری جابه‌جا شود؟',
        reply: 'نه، ولی نان و سوخت تا دو روز دیگر تمام می‌شود.',
      },
      work: repaired(
        facts,
        {
          kind: 'snow-ice',
          extent: 'برف به ارتفاع شصت سانتی‌متر در طول چهار کیلومتر.',
          work: 'برف‌روبی شد و شن و نمک پاشیده شد.',
          fault: 'پیچ آخر هنوز یخ دارد',
          answer: `راه از ${kilometreOf(facts)} به بعد برف‌روبی شد و باز است. لطفاً زنجیر چرخ همراه داشته باشید.`,
        },
        'روستا سوخت و آذوقه دارد؛ گروه برف‌روبی امروز می‌رود.',
      ),
      doubt: 'برف‌روب آمد ولی تا روستای ما نرسید و برگشت.',
    }),
  },
  {
    key: 'flood',
    service: 'road-closure-weather',
    tell: (facts) => ({
      text: `سیل امروز صبح بخشی از ${facts.road} را در کیلومتر ${persianDigits(facts.kilometre)} برده است. جاده بسته شده و خودروها پشت آن مانده‌اند.`,
      ...onRoad(facts, { danger: true }),
      question: {
        asks: 'آیا کسی در خودروها آسیب دیده است؟',
        reply: 'خوشبختانه نه، همه پیاده شده‌اند.',
      },
      work: secured(
        facts,
        {
          kind: 'surface',
          extent: 'پانزده متر از بدنه راه شسته شده و آبرو شکسته است.',
          work: 'آبروی پیش‌ساخته کار گذاشته شد و بدنه راه با مصالح سنگی پر شد.',
          fault: 'روکش آسفالت هنوز اجرا نشده است',
          answer: `راه در ${kilometreOf(facts)} با آبروی تازه باز شد. آسفالت آن پس از خشک شدن بستر اجرا می‌شود.`,
          partly: true,
        },
        {
          note: 'راه بریده است و آب هنوز می‌گذرد؛ خطر جانی دارد.',
          securing: 'closed',
          measures: 'راه از هر دو سو بسته و مسیر جایگزین تابلوگذاری شد.',
          informed: ['police', 'red-crescent', 'broadcast'],
        },
      ),
    }),
  },
  {
    key: 'ice',
    service: 'road-closure-weather',
    setting: 'mountain',
    tell: (facts) => ({
      text: `یخ‌زدگی گردنه در ${kilometreOf(facts)} امروز باعث شد سه خودرو به هم بخورند. لطفاً شن و نمک بپاشید.`,
      ...onRoad(facts),
      question: {
        asks: 'یخ‌زدگی در سایه کوه است یا در همه مسیر؟',
        reply: 'بیشتر در پیچ‌هایی که آفتاب نمی‌گیرد.',
      },
      work: repaired(
        facts,
        {
          kind: 'snow-ice',
          extent: 'یخ نازک در پنج پیچ سایه‌گیر به طول دو کیلومتر.',
          work: 'شن و نمک پاشیده شد و دو مخزن شن در کنار پیچ‌ها گذاشته شد.',
          fault: 'مخزن شن دوم پر نشده است',
          answer: `گردنه ${kilometreOf(facts)} شن و نمک‌پاشی شد و دو مخزن شن هم آنجا گذاشتیم.`,
        },
        'عبور با زنجیر ممکن است؛ گشت راهداری خبر شد.',
      ),
    }),
  },
];
