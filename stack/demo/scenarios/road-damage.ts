import { neverGood, nothingToRepair, repaired, secured } from '../form-answers.ts';
import { type Facts, kilometreOf, persianDigits, type Scenario } from '../scenario.ts';

const onRoad = (facts: Facts, more: Record<string, unknown> = {}) => ({
  address: kilometreOf(facts),
  answers: { road: facts.road, kilometre: facts.kilometre, ...more },
});

/** Damage to a road. */
export const ROAD_DAMAGE: readonly Scenario[] = [
  {
    key: 'pothole',
    service: 'road-damage',
    tell: (facts) => ({
      text: `در ${kilometreOf(facts)} چاله بزرگی وسط مسیر ایجاد شده و دیشب لاستیک دو خودرو در آن ترکید. لطفاً پیش از بارندگی آن را پر کنید.`,
      ...onRoad(facts),
      question: {
        asks: `چاله در مسیر رفت به ${facts.other} است یا در مسیر برگشت؟`,
        reply: `در مسیر رفت به ${facts.other}، نزدیک خط وسط.`,
      },
      work: repaired(
        facts,
        {
          kind: 'surface',
          extent: `چاله‌ای به قطر یک متر و عمق بیست سانتی‌متر در ${kilometreOf(facts)}؛ لایه زیرین هم سست شده است.`,
          work: 'چاله برش خورد، زیرسازی شد و با آسفالت گرم پر شد.',
          fault: 'لبه وصله از سطح راه بالاتر است',
          answer: `چاله ${kilometreOf(facts)} با آسفالت گرم پر شد. از اینکه خبر دادید سپاسگزاریم.`,
        },
        'چاله در مسیر عبور است ولی با کم کردن سرعت می‌توان از کنار آن گذشت. بازدید در اولویت است.',
      ),
      doubt: 'چاله را پر کردند ولی آسفالت آن دوباره کنده شده است. لطفاً یک بار دیگر ببینید.',
    }),
  },
  {
    key: 'subsidence',
    service: 'road-damage',
    tell: (facts) => ({
      text: `آسفالت ${facts.road} حوالی کیلومتر ${persianDigits(facts.kilometre)} نشست کرده و با عبور کامیون‌ها هر روز بدتر می‌شود.`,
      ...onRoad(facts),
      question: {
        asks: 'از چه زمانی متوجه نشست راه شدید؟ آیا پس از بارندگی بیشتر شد؟',
        reply: 'حدود دو هفته است. بعد از باران هفته پیش بیشتر شد.',
      },
      work: repaired(
        facts,
        {
          kind: 'surface',
          extent: 'نشست به طول هشت متر در خط کندرو، به سبب گرفتگی آبروی زیر راه.',
          work: 'آبرو لای‌روبی شد، بستر کوبیده شد و سی متر مربع روکش آسفالت اجرا شد.',
          fault: 'سطح روکش هنوز موج دارد',
          answer: `آبروی زیر راه در ${kilometreOf(facts)} باز شد و بخش نشست‌کرده دوباره آسفالت شد.`,
        },
        'نشست تدریجی است و راه بسته نشده است.',
      ),
      doubt: 'همان جا دوباره فرو رفته است و خودروها به سمت چپ می‌کشند.',
    }),
  },
  {
    key: 'rockfall',
    service: 'road-damage',
    setting: 'mountain',
    tell: (facts) => ({
      text: `در ${kilometreOf(facts)} ریزش کوه نیمی از مسیر را بسته است و هنوز سنگ می‌افتد. هیچ علامتی هم نگذاشته‌اند.`,
      ...onRoad(facts, { danger: true }),
      question: {
        asks: 'آیا هنوز خودرویی پشت سنگ‌ها مانده است؟',
        reply: 'نه، خودروها با احتیاط از لاین مخالف رد می‌شوند.',
      },
      work: secured(
        facts,
        {
          kind: 'bridge-slope',
          extent: 'سی متر مکعب سنگ در خط کندرو؛ دو تخته‌سنگ لق در بالای شیب.',
          work: 'سنگ‌ها جمع شد، تخته‌سنگ‌های لق پایین آورده شد و توری مهار نصب شد.',
          fault: 'توری مهار در سمت راست به شیب بسته نشده است',
          answer: `سنگ‌های ${kilometreOf(facts)} برداشته و شیب با توری مهار شد. راه در هر دو مسیر باز است.`,
        },
        {
          note: 'سنگ هنوز می‌ریزد و نیمی از راه بسته است؛ خطر جانی دارد.',
          securing: 'lane-closed',
          measures: 'خط کندرو با بشکه و چراغ چشمک‌زن بسته شد و دو راهدار در محل ایستاده‌اند.',
          informed: ['police', 'broadcast'],
        },
      ),
      doubt: 'شب گذشته دوباره سنگ افتاد. توری کافی نیست.',
    }),
  },
  {
    key: 'bridge-joint',
    service: 'road-damage',
    tell: (facts) => ({
      text: `درز پل در ${kilometreOf(facts)} باز شده و هر خودرویی که از آن می‌گذرد ضربه شدیدی می‌خورد. میلگردها هم بیرون زده است.`,
      ...onRoad(facts),
      question: {
        asks: 'درز در ابتدای پل است یا در انتهای آن، در جهت رفتن شما؟',
        reply: `در انتهای پل، وقتی به سمت ${facts.other} می‌رویم.`,
      },
      work: neverGood(
        facts,
        {
          kind: 'bridge-slope',
          extent: 'درز انبساط پل در تمام عرض خط کندرو باز شده و لاستیک آن از بین رفته است.',
          work: 'درز تمیز شد و لاستیک و ملات ویژه درز در آن کار گذاشته شد.',
          fault: 'ملات درز در کنار جدول ترک خورده است',
          answer: `درز پل ${kilometreOf(facts)} تعویض شد. اگر هنگام عبور ضربه‌ای حس کردید به ما خبر دهید.`,
          partly: true,
        },
        'پل باربر سالم است؛ درز باید زود بازدید شود.',
      ),
      doubt: 'ضربه هنوز هست و صدای آن شب‌ها تا روستا می‌آید.',
    }),
  },
  {
    key: 'washed-shoulder',
    service: 'road-damage',
    tell: (facts) => ({
      text: `باران شانه خاکی ${kilometreOf(facts)} را شسته و کنار آسفالت پرتگاه کوچکی درست شده است. شب‌ها دیده نمی‌شود.`,
      ...onRoad(facts),
      question: {
        asks: 'طول بخشی که شسته شده تقریباً چند متر است؟',
        reply: 'نزدیک بیست متر، سمت راست جاده.',
      },
      work: repaired(
        facts,
        {
          kind: 'surface',
          extent: 'شانه راه در طول بیست متر تا عمق چهل سانتی‌متر شسته شده است.',
          work: 'شانه با مصالح درشت پر و کوبیده شد و جوی هدایت آب کنده شد.',
          fault: 'جوی هدایت آب تا آبرو ادامه ندارد',
          answer: `شانه راه در ${kilometreOf(facts)} بازسازی شد و جوی هدایت آب هم کنده شد تا دوباره شسته نشود.`,
        },
        'بیرون از خط عبور است؛ تا بازدید، چراغ چشمک‌زن گذاشته شود.',
      ),
    }),
  },
  {
    key: 'noise-on-bridge',
    service: 'road-damage',
    tell: (facts) => ({
      text: `از پل روی رودخانه در ${kilometreOf(facts)} هنگام عبور کامیون صدای بلندی می‌آید. نگرانیم که پل آسیب دیده باشد.`,
      ...onRoad(facts),
      question: {
        asks: 'صدا همیشه هست یا تنها هنگام عبور خودروهای سنگین؟',
        reply: 'تنها وقتی تریلی یا کامیون رد می‌شود.',
      },
      work: nothingToRepair(facts, 'نشانه‌ای از خطر فوری نیست؛ پل باید بازدید شود.', {
        explanation: 'پایه‌ها، تکیه‌گاه‌ها و عرشه بازدید شد و سالم است. صدا از پیچ شل نرده پل بود که سفت شد.',
        answer: `پل ${kilometreOf(facts)} بازدید شد و سالم است. صدا از نرده پل بود و پیچ‌های آن سفت شد.`,
      }),
      doubt: 'صدا هنوز هست و به نظر ما از نرده نیست.',
    }),
  },
  {
    key: 'level-crossing',
    service: 'road-damage',
    setting: 'rail',
    tell: (facts) => ({
      text: `در گذرگاه ریلی ${kilometreOf(facts)} تخته‌های کف میان ریل‌ها شکسته و چرخ موتورسیکلت در آن گیر می‌کند.`,
      ...onRoad(facts),
      question: {
        asks: 'گذرگاه راه‌بند دارد یا تنها تابلو دارد؟',
        reply: 'راه‌بند دارد ولی نگهبان ندارد.',
      },
      work: {
        ...repaired(
          facts,
          {
            kind: 'surface',
            extent: 'چهار تخته کف گذرگاه شکسته و پیچ سه تخته شل است.',
            work: 'تخته‌های شکسته با کف‌پوش لاستیکی عوض شد.',
            fault: 'یکی از کف‌پوش‌ها هم‌سطح ریل نیست',
            answer: `کف گذرگاه ریلی ${kilometreOf(facts)} با کف‌پوش لاستیکی نو شد.`,
          },
          'قطارها با سرعت کم می‌گذرند؛ بازدید در همین هفته.',
        ),
        'road-defect/dispatch': { dispatch: 'contractor', contractor: 'شرکت خط و ابنیه نمونه' },
      },
    }),
  },
];
