import { askedOn, handled, investigated, knownAnswer, passedOn } from '../form-answers.ts';
import { type Facts, persianDigits, type Scenario, streetOf } from '../scenario.ts';

const officeOf = ({ provinceName }: Facts): string => `اداره کل راه و شهرسازی استان ${provinceName}`;
const unitOf = ({ province }: Facts): string => `province-${province}`;

/** Questions, suggestions, and complaints about staff. */
export const INFORMATION_AND_STAFF: readonly Scenario[] = [
  {
    key: 'contracts-list',
    service: 'information-request',
    tell: (facts) => ({
      text: `بر پایه قانون انتشار و دسترسی آزاد به اطلاعات، فهرست قراردادهای نگهداری راه سال گذشته ${facts.town} را می‌خواهم.`,
      address: streetOf(facts),
      answers: {},
      question: {
        asks: 'فهرست همه قراردادها را می‌خواهید یا آن‌هایی که از مبلغی بیشترند؟',
        reply: 'قراردادهای بالای پنج میلیارد تومان کافی است.',
      },
      work: askedOn('در پایگاه دانش نیست؛ درخواست رسمی اطلاعات است.', {
        outcome: 'resolved',
        text: `فهرست قراردادهای نگهداری راه ${facts.town} با شماره ${persianDigits(facts.number)} در سامانه دسترسی آزاد به اطلاعات گذاشته شد.`,
        evidence: 'فهرست در پرونده',
      }),
    }),
  },
  {
    key: 'office-hours',
    service: 'information-request',
    tell: (facts) => ({
      text: `لطفاً ساعت کار و نشانی ${officeOf(facts)} را بگویید.`,
      address: facts.town,
      answers: {},
      question: { asks: 'با کدام بخش اداره کار دارید؟', reply: 'با بایگانی پرونده‌های مسکن.' },
      work: knownAnswer('نشانی و ساعت کار واحدها', {
        outcome: 'resolved',
        text: `${officeOf(facts)} از شنبه تا چهارشنبه، ساعت ۷:۳۰ تا ۱۴:۳۰ باز است. نشانی آن در صفحه «تماس با ما» است.`,
      }),
    }),
  },
  {
    key: 'engineering-exam',
    service: 'information-request',
    tell: (facts) => ({
      text: 'برای نام‌نویسی در آزمون نظام مهندسی ساختمان از کجا باید آغاز کنم؟',
      address: streetOf(facts),
      answers: {},
      question: {
        asks: 'رشته و سال پایان تحصیل شما چیست؟',
        reply: 'مهندسی عمران، سه سال پیش.',
      },
      work: knownAnswer('آزمون ورود به حرفه مهندسان', {
        outcome: 'resolved',
        text: 'نام‌نویسی در سایت دفتر مقررات ملی ساختمان است. سه سال پس از پایان تحصیل کارشناسی می‌توانید شرکت کنید.',
      }),
    }),
  },
  {
    key: 'road-map',
    service: 'information-request',
    tell: (facts) => ({
      text: `آیا نقشه راه‌های روستایی استان ${facts.provinceName} را می‌توان گرفت؟ برای یک کار دانشجویی لازم دارم.`,
      address: facts.town,
      answers: {},
      question: { asks: 'نقشه را چاپی می‌خواهید یا پرونده رایانه‌ای؟', reply: 'پرونده رایانه‌ای بهتر است.' },
      work: askedOn('نقشه‌ها را روابط عمومی می‌دهد.', {
        outcome: 'resolved',
        text: `نقشه راه‌های روستایی استان ${facts.provinceName} در صفحه «نقشه‌ها»ی سایت است و آزاد است.`,
        evidence: `نقشه شماره ${persianDigits(facts.number)}`,
      }),
    }),
  },
  {
    key: 'rest-area',
    service: 'suggestion',
    tell: (facts) => ({
      text: `پیشنهاد می‌کنم در ${facts.road} استراحتگاهی با نمازخانه و شارژر خودروی برقی ساخته شود.`,
      address: facts.road,
      answers: {},
      question: { asks: 'جای مناسبی را در نظر دارید؟', reply: 'نزدیک پمپ بنزین، که زمین دولتی هست.' },
      work: handled({
        outcome: 'partly',
        text: `از پیشنهاد شما سپاسگزاریم. ساخت استراحتگاه در ${facts.road} در برنامه سال آینده بررسی می‌شود.`,
        evidence: `نامه به دفتر برنامه شماره ${persianDigits(facts.number)}`,
      }),
    }),
  },
  {
    key: 'toll-by-phone',
    service: 'suggestion',
    tell: (facts) => ({
      text: 'لطفاً برای سالمندان راهی بگذارید که عوارض آزادراه را با تلفن هم بتوان پرداخت.',
      address: streetOf(facts),
      answers: {},
      question: { asks: 'چه زمانی از روز تلفن برای شما بهتر است؟', reply: 'پیش از ظهر.' },
      work: handled({
        outcome: 'partly',
        text: 'پیشنهاد خوبی است و با شرکت‌های پرداخت در میان گذاشته شد. تا آن زمان در دفترهای پیشخوان می‌توان پرداخت.',
      }),
    }),
  },
  {
    key: 'train-timetable',
    service: 'suggestion',
    setting: 'rail',
    tell: (facts) => ({
      text: `پیشنهاد می‌کنم قطار صبح ${facts.town} به ${facts.far} نیم ساعت زودتر راه بیفتد تا کارمندان به‌موقع برسند.`,
      address: `ایستگاه راه‌آهن ${facts.town}`,
      answers: {},
      question: { asks: 'چند نفر از شما هر روز این سفر را می‌روید؟', reply: 'حدود سی نفر هستیم.' },
      work: passedOn('railways', 'برنامه قطارها با شرکت راه‌آهن است.', {
        outcome: 'partly',
        text: `پیشنهاد شما درباره قطار صبح ${facts.town} در برنامه تابستان بررسی می‌شود.`,
      }),
    }),
  },
  {
    key: 'thanks',
    service: 'suggestion',
    setting: 'mountain',
    tell: (facts) => ({
      text: `از راهدارانی که شب برفی هفته گذشته در ${facts.road} به ما کمک کردند سپاسگزارم. خدا قوت.`,
      address: facts.road,
      answers: {},
      question: {
        asks: 'شماره خودروی راهداری را به یاد دارید؟',
        reply: 'نه، ولی نزدیک ایستگاه گردنه بودند.',
      },
      work: handled({
        outcome: 'resolved',
        text: `مهر شما به همکاران ما در ${facts.road} رسید. سفرتان بی‌خطر.`,
      }),
    }),
  },
  {
    key: 'turned-away',
    service: 'staff-complaint',
    tell: (facts) => ({
      text: `کارشناس ${officeOf(facts)} سه بار ما را بی‌دلیل برگرداند و رفتار تندی داشت.`,
      address: officeOf(facts),
      answers: { office: officeOf(facts) },
      question: {
        asks: 'در چه روزهایی مراجعه کردید و شماره پرونده شما چه بود؟',
        reply: 'شنبه، دوشنبه و چهارشنبه گذشته؛ پرونده مسکن داریم.',
      },
      work: investigated(
        unitOf(facts),
        {
          outcome: 'resolved',
          text: `شکایت شما بررسی شد و وارد بود. از رفتار همکارمان پوزش می‌خواهیم؛ کار شما در ${officeOf(facts)} با مدیر بخش پیگیری می‌شود.`,
        },
        { measure: 'training', note: 'دوره رفتار با مراجعه‌کننده' },
      ),
    }),
  },
  {
    key: 'empty-counter',
    service: 'staff-complaint',
    tell: (facts) => ({
      text: `ساعت ده صبح کسی در باجه ${officeOf(facts)} نبود و هیچ کس جای او پاسخ نمی‌داد. دو ساعت ماندیم.`,
      address: officeOf(facts),
      answers: { office: officeOf(facts) },
      question: { asks: 'کدام باجه و در چه روزی بود؟', reply: 'باجه دو، دیروز.' },
      work: investigated(unitOf(facts), {
        outcome: 'not-admissible',
        text: 'باجه در آن ساعت به سبب قطع سامانه بسته بود و تخلفی ثابت نشد. از انتظار شما پوزش می‌خواهیم.',
      }),
    }),
  },
  {
    key: 'money-asked',
    service: 'staff-complaint',
    tell: (facts) => ({
      text: `برای امضای یک نامه در ${officeOf(facts)} غیرمستقیم از من پول خواستند. نمی‌خواهم نامم نزد آن اداره گفته شود.`,
      address: officeOf(facts),
      answers: { office: officeOf(facts), moneyDemanded: true },
      question: {
        asks: 'آیا پیام یا شاهدی از این گفت‌وگو دارید؟',
        reply: 'همراهم آنجا بود و شنید.',
      },
      work: investigated(
        unitOf(facts),
        {
          outcome: 'resolved',
          text: 'گزارش شما بررسی شد و به مرجع رسیدگی سپرده شد. نام شما نزد آن اداره محفوظ است.',
        },
        { measure: 'disciplinary-board', note: 'به هیئت رسیدگی به تخلفات اداری فرستاده شد.' },
      ),
    }),
  },
  {
    key: 'about-inspectors',
    service: 'staff-complaint',
    tell: (facts) => ({
      text: `شکایت پیشین من از ${officeOf(facts)} را دفتر بازرسی بدون هیچ گفت‌وگویی با من بست. از همین رفتار شکایت دارم.`,
      address: officeOf(facts),
      answers: { office: 'دفتر بازرسی و رسیدگی به شکایات', aboutInvestigators: true },
      question: { asks: 'شکایت پیشین شما در چه ماهی بود؟', reply: 'دو ماه پیش.' },
      work: investigated('staff-conduct', {
        outcome: 'resolved',
        text: 'شکایت پیشین شما دوباره باز می‌شود و این بار با خود شما گفت‌وگو خواهد شد.',
      }),
    }),
  },
];
