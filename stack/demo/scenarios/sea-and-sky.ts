import { askedOn, handled } from '../form-answers.ts';
import { persianDigits, type Scenario, streetOf } from '../scenario.ts';

const PORT = 'اپراتور پایانه کانتینری نمونه';

/** Ports, seafaring and the weather. */
export const SEA_AND_SKY: readonly Scenario[] = [
  {
    key: 'goods-in-port',
    service: 'maritime-port-service',
    setting: 'coast',
    byCompany: true,
    tell: (facts) => ({
      text: `کالای ما دو هفته است در محوطه بندر مانده و نوبت ترخیص معلوم نیست؛ هزینه انبارداری هر روز بیشتر می‌شود. شماره بارنامه: ${persianDigits(facts.number)}.`,
      address: 'محوطه کانتینری بندر',
      answers: { operator: PORT, ticketNumber: String(facts.number) },
      question: {
        asks: 'آیا اظهارنامه گمرکی ثبت شده است؟ شماره آن را بنویسید.',
        reply: 'بله، روز پس از تخلیه ثبت شد؛ شماره ۱۱۸۴۰.',
      },
      work: handled({
        outcome: 'resolved',
        text: `کانتینر بارنامه ${persianDigits(facts.number)} برای فردا نوبت گرفت و هزینه انبارداری روزهای توقف بندر از شما گرفته نمی‌شود.`,
        evidence: 'برگ نوبت و نامه اپراتور در پرونده',
      }),
      doubt: 'فردا هم نوبت ندادند و هزینه در صورت‌حساب آمده است.',
    }),
  },
  {
    key: 'crowded-boat',
    service: 'maritime-port-service',
    setting: 'coast',
    tell: (facts) => ({
      text: `شناور مسافری که از ${facts.town} می‌رود بیش از ظرفیت سوار می‌کند و جلیقه نجات به همه نمی‌رسد.`,
      address: `اسکله مسافری ${facts.town}`,
      answers: {},
      question: { asks: 'نام شناور و ساعت حرکت آن چیست؟', reply: 'شناور نسیم، هر روز هشت صبح.' },
      work: handled({
        outcome: 'resolved',
        text: 'شناور بازرسی شد. تا تهیه جلیقه برای همه، نیمی از ظرفیت آن مجاز است و مأمور اسکله مسافران را می‌شمارد.',
        evidence: `برگ بازرسی شماره ${persianDigits(facts.number)}`,
      }),
    }),
  },
  {
    key: 'seafarer-certificate',
    service: 'maritime-port-service',
    setting: 'coast',
    tell: (facts) => ({
      text: `درخواست تمدید گواهینامه دریانوردی من یک ماه است بی‌پاسخ مانده است. شماره درخواست: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: { ticketNumber: String(facts.number) },
      question: {
        asks: 'گواهی سلامت شما در چه تاریخی صادر شده است؟ باید از شش ماه کمتر باشد.',
        reply: 'دو ماه پیش، از پزشک معتمد بندر.',
      },
      work: handled({
        outcome: 'resolved',
        text: `گواهینامه شما با درخواست ${persianDigits(facts.number)} تمدید شد و از فردا می‌توانید آن را بگیرید.`,
        evidence: 'نسخه گواهینامه در پرونده',
      }),
    }),
  },
  {
    key: 'hail-certificate',
    service: 'weather-information',
    tell: (facts) => ({
      text: `برای بیمه کشاورزی به گواهی تگرگ هفته گذشته ${facts.town} نیاز دارم. شماره پرونده بیمه: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: { earlierReference: String(facts.number) },
      question: {
        asks: 'زمین شما در کدام روستا است تا نزدیک‌ترین ایستگاه را پیدا کنیم؟',
        reply: `در ده کیلومتری شمال ${facts.town}.`,
      },
      work: askedOn('گواهی را تنها سازمان هواشناسی صادر می‌کند.', {
        outcome: 'resolved',
        text: `گواهی تگرگ برای پرونده ${persianDigits(facts.number)} صادر شد. نسخه آن را از اداره هواشناسی ${facts.town} بگیرید.`,
        evidence: 'نسخه گواهی در پرونده',
      }),
    }),
  },
  {
    key: 'wind-figures',
    service: 'weather-information',
    tell: (facts) => ({
      text: `آمار سرعت باد ایستگاه ${facts.town} را برای پایان‌نامه لازم دارم. چگونه باید بگیرم؟`,
      address: streetOf(facts),
      answers: {},
      question: {
        asks: 'آمار روزانه می‌خواهید یا ساعتی، و برای چند سال؟',
        reply: 'روزانه، برای ده سال گذشته.',
      },
      work: askedOn('آمار ایستگاه‌ها نزد سازمان هواشناسی است.', {
        outcome: 'resolved',
        text: `آمار روزانه باد ایستگاه ${facts.town} برای دانشجویان رایگان است. پیوند دریافت آن با رایانامه فرستاده شد.`,
        evidence: `نامه شماره ${persianDigits(facts.number)}`,
      }),
    }),
  },
  {
    key: 'late-warning',
    service: 'weather-information',
    tell: (facts) => ({
      text: `هشدار توفان هفته پیش خیلی دیر به ${facts.town} رسید. آیا پیامک هشدار برای شهر ما فعال است؟`,
      address: streetOf(facts),
      answers: {},
      question: {
        asks: 'هشدار را از کجا و در چه ساعتی شنیدید؟',
        reply: 'از رادیو، وقتی توفان آغاز شده بود.',
      },
      work: askedOn('زمان صدور هشدار را باید سازمان هواشناسی بگوید.', {
        outcome: 'resolved',
        text: `هشدار پنج ساعت پیش از توفان صادر شد ولی برای ${facts.town} دیر پخش شد. برای گرفتن هشدار با رایانامه، در بخش هشدارهای همین سامانه نام‌نویسی کنید.`,
        evidence: `گزارش پیش‌بینی شماره ${persianDigits(facts.number)}`,
      }),
    }),
  },
];
