import { declined, handled } from '../form-answers.ts';
import { type Facts, kilometreOf, persianDigits, type Scenario } from '../scenario.ts';

const onRoad = (facts: Facts, more: Record<string, unknown> = {}) => ({
  address: kilometreOf(facts),
  answers: { road: facts.road, kilometre: facts.kilometre, ...more },
});

const seen = ({ number }: Facts): string =>
  `گزارش کار شماره ${persianDigits(number)} با عکس، بایگانی اداره ایمنی راه`;

/** Signs and safety of roads. */
export const ROAD_SIGNS: readonly Scenario[] = [
  {
    key: 'curve-sign',
    service: 'road-safety-signs',
    tell: (facts) => ({
      text: `تابلوی پیچ خطرناک در ${kilometreOf(facts)} چند ماه است افتاده و شب‌ها پیچ دیده نمی‌شود.`,
      ...onRoad(facts),
      question: {
        asks: 'تابلو در کنار راه افتاده است یا دیگر آنجا نیست؟',
        reply: 'پایه آن خم شده و خود تابلو در جوی کنار جاده است.',
      },
      work: handled({
        outcome: 'resolved',
        text: `تابلوی پیچ خطرناک در ${kilometreOf(facts)} دوباره نصب شد و سه تابلوی جهت‌نمای شب‌رنگ هم به آن افزوده شد.`,
        evidence: seen(facts),
      }),
      doubt: 'تابلو نصب شد ولی پشت شاخه درخت است و شب‌ها باز هم دیده نمی‌شود.',
    }),
  },
  {
    key: 'line-marking',
    service: 'road-safety-signs',
    tell: (facts) => ({
      text: `خط‌کشی ${facts.road} حوالی کیلومتر ${persianDigits(facts.kilometre)} پاک شده و در هوای مه‌آلود رانندگی بسیار سخت است.`,
      ...onRoad(facts),
      question: {
        asks: 'خط وسط پاک شده است یا خط‌های کناری هم؟',
        reply: 'هر دو، در حدود سه کیلومتر.',
      },
      work: handled({
        outcome: 'partly',
        text: `خط وسط در ${kilometreOf(facts)} کشیده شد. خط‌های کناری در برنامه ماه آینده است، چون رنگ در هوای سرد نمی‌چسبد.`,
        evidence: seen(facts),
      }),
      doubt: 'خط تازه پس از یک هفته پاک شد. لطفاً با رنگ بهتر بکشید.',
    }),
  },
  {
    key: 'junction-lighting',
    service: 'road-safety-signs',
    tell: (facts) => ({
      text: `چراغ‌های تقاطع ${kilometreOf(facts)} سه هفته است خاموش است و شب‌ها پیچیدن به سمت ${facts.town} خطرناک است.`,
      ...onRoad(facts),
      question: {
        asks: 'همه چراغ‌ها خاموش است یا چند تا؟ شماره تیر را اگر می‌بینید بنویسید.',
        reply: 'همه چراغ‌های سمت راست؛ روی تیر اول نوشته شده ۱۲.',
      },
      work: handled({
        outcome: 'resolved',
        text: `کابل سوخته چراغ‌های ${kilometreOf(facts)} عوض شد و چراغ‌ها روشن است.`,
        evidence: seen(facts),
      }),
      doubt: 'چراغ‌ها دو شب روشن بود و باز خاموش شد.',
    }),
  },
  {
    key: 'guardrail',
    service: 'road-safety-signs',
    tell: (facts) => ({
      text: `گاردریل ${kilometreOf(facts)} پس از تصادف ماه گذشته هنوز تعمیر نشده و تیزی آن رو به جاده است.`,
      ...onRoad(facts),
      question: {
        asks: `گاردریل در سمت راست کسی است که به ${facts.other} می‌رود یا در سمت چپ او؟`,
        reply: 'سمت راست، درست بعد از پیچ.',
      },
      work: handled({
        outcome: 'resolved',
        text: `دوازده متر گاردریل در ${kilometreOf(facts)} عوض شد و انتهای آن به زمین مهار شد.`,
        evidence: seen(facts),
      }),
      doubt: 'گاردریل عوض شد ولی پیچ‌های آن بسته نشده و تکان می‌خورد.',
    }),
  },
  {
    key: 'accident-spot',
    service: 'road-safety-signs',
    tell: (facts) => ({
      text: `در سه‌راهی ${kilometreOf(facts)} امروز باز خودرویی واژگون شد و دو نفر مصدوم شدند. این ماه بار سوم است. یک سرعت‌گیر یا چراغ بگذارید.`,
      ...onRoad(facts, { danger: true }),
      question: {
        asks: 'تصادف‌ها بیشتر هنگام پیچیدن از فرعی است یا در مسیر مستقیم؟',
        reply: 'هنگام پیچیدن از فرعی، چون دید به چپ بسته است.',
      },
      work: handled(
        {
          outcome: 'resolved',
          text: `در سه‌راهی ${kilometreOf(facts)} سرعت‌گیر و چراغ چشمک‌زن گذاشته شد و درختچه‌هایی که جلوی دید بود هرس شد.`,
          evidence: seen(facts),
        },
        'پلیس راه در محل است؛ بشکه و چراغ چشمک‌زن گذاشته شد و سرعت به ۴۰ محدود شد.',
      ),
    }),
  },
  {
    key: 'crossing-barrier',
    service: 'road-safety-signs',
    setting: 'rail',
    tell: (facts) => ({
      text: `راه‌بند قطار در ${kilometreOf(facts)} پایین نمی‌آید و تنها چراغ آن کار می‌کند. بچه‌های مدرسه از آنجا رد می‌شوند.`,
      ...onRoad(facts),
      question: {
        asks: 'راه‌بند در هر دو سمت خراب است یا در یک سمت؟',
        reply: `تنها سمت ${facts.town}.`,
      },
      work: handled({
        outcome: 'resolved',
        text: `موتور راه‌بند ${kilometreOf(facts)} تعمیر شد و تا پایان آزمایش یک نگهبان آنجا می‌ماند.`,
        evidence: `گزارش سرویس شماره ${persianDigits(facts.number)}`,
      }),
    }),
  },
  {
    key: 'village-speed-hump',
    service: 'road-safety-signs',
    tell: (facts) => ({
      text: `در ورودی روستای ما، ${kilometreOf(facts)}، سرعت‌گیر نداریم و خودروها با سرعت از جلوی مدرسه می‌گذرند.`,
      ...onRoad(facts),
      question: {
        asks: 'مدرسه در کدام سمت راه است و چند متر با ورودی روستا فاصله دارد؟',
        reply: 'سمت چپ، حدود صد متر بعد از تابلوی روستا.',
      },
      work: declined(
        {
          to: `province-${facts.province}`,
          reason: 'راه از درون روستا می‌گذرد؛ به نظر ما کار اداره راه و شهرسازی استان است.',
        },
        'این راه روستایی آسفالته است و نگهداری و ایمنی آن با راهداری است.',
        {
          belongsTo: `rmto-${facts.province}`,
          because: 'ایمنی راه روستایی با راهداری استان است.',
        },
        {
          outcome: 'resolved',
          text: `دو سرعت‌گیر و تابلوی مدرسه در ${kilometreOf(facts)} نصب شد.`,
          evidence: seen(facts),
        },
      ),
    }),
  },
];
