import { complainedOf } from '../form-answers.ts';
import { persianDigits, type Scenario, streetOf } from '../scenario.ts';

const BUSES = 'شرکت مسافربری راه‌نمونه';
const TAXIS = 'شرکت سواری کرایه نمونه';
const HAULIERS = 'شرکت باربری پیشرو نمونه';
const TERMINAL = 'پایانه بار نمونه';

const TRANSPORT_RULES = 'آیین‌نامه حمل بار و مسافر و مدیریت شرکت‌ها و مؤسسه‌های حمل‌ونقل جاده‌ای';

/** Complaints about carriers on the road. */
export const CARRIERS: readonly Scenario[] = [
  {
    key: 'bus-delay',
    service: 'public-transport-complaint',
    tell: (facts) => ({
      text: `اتوبوس ${facts.town} به ${facts.other} با دو ساعت تأخیر راه افتاد و بخاری آن هم کار نمی‌کرد. راننده پاسخ‌گو نبود. شماره بلیت: ${persianDigits(facts.number)}.`,
      address: `پایانه مسافربری ${facts.town}`,
      answers: { operator: BUSES, ticketNumber: String(facts.number) },
      question: {
        asks: 'اتوبوس در چه ساعتی باید راه می‌افتاد و در چه ساعتی راه افتاد؟',
        reply: 'باید ساعت هفت صبح می‌رفت و نه و ربع رفت.',
      },
      ...complainedOf(facts, {
        carrier: BUSES,
        asks: `درباره تأخیر دوساعته اتوبوس ${facts.town} به ${facts.other} با بلیت ${persianDigits(facts.number)} و خرابی بخاری توضیح دهید و صورت‌وضعیت سفر را بفرستید.`,
        legal: {
          opinion: 'برای تأخیر بیش از یک ساعت، مسافر حق دارد بخشی از بهای بلیت را پس بگیرد.',
          basis: TRANSPORT_RULES,
        },
        technical: 'سامانه صورت‌وضعیت، حرکت را با دو ساعت و ربع تأخیر نشان می‌دهد.',
        reply: {
          position: 'disputes',
          text: 'تأخیر به سبب بسته بودن راه بود و به مسافران در پایانه خبر داده شد.',
        },
      }),
    }),
  },
  {
    key: 'taxi-fare',
    service: 'public-transport-complaint',
    tell: (facts) => ({
      text: `راننده سواری خطی ${facts.town} به ${facts.other} بیش از نرخ مصوب کرایه گرفت و وقتی اعتراض کردم گفت همین است که هست.`,
      address: `ایستگاه سواری ${facts.town}`,
      answers: { operator: TAXIS },
      question: {
        asks: 'چه مبلغی پرداخت کردید و آیا شماره پلاک خودرو را دارید؟',
        reply: 'به جای نود هزار تومان صد و بیست هزار تومان دادم. پلاک را یادداشت نکردم.',
      },
      ...complainedOf(facts, {
        carrier: TAXIS,
        asks: `کرایه مصوب مسیر ${facts.town} به ${facts.other} و کرایه‌ای را که رانندگان می‌گیرند اعلام کنید.`,
        legal: {
          opinion: 'گرفتن کرایه بیش از نرخ مصوب تخلف است و مبلغ اضافه باید برگردد.',
          basis: 'قانون تعزیرات حکومتی، گران‌فروشی خدمات',
        },
        technical: 'نرخ مصوب این مسیر نود هزار تومان است.',
        measure: 'warning',
        answer: {
          outcome: 'resolved',
          text: `شکایت شما درست بود. به ${TAXIS} اخطار داده شد و مبلغ اضافه به حساب شما برمی‌گردد.`,
          evidence: 'نرخ‌نامه مصوب و پاسخ شرکت در پرونده',
        },
        reply: { position: 'accepts', text: 'راننده شناسایی شد و مبلغ اضافه را برمی‌گرداند.' },
      }),
    }),
  },
  {
    key: 'ticket-refund',
    service: 'public-transport-complaint',
    tell: (facts) => ({
      text: `بلیت اتوبوس ${facts.town} به ${facts.other} را سه روز پیش از حرکت پس دادم ولی هنوز پولم برنگشته است. شماره بلیت: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: { operator: BUSES, ticketNumber: String(facts.number) },
      question: {
        asks: 'بلیت را از پایانه خریدید یا از اینترنت؟',
        reply: 'از سایت خود شرکت خریدم و همان جا هم پس دادم.',
      },
      ...complainedOf(facts, {
        carrier: BUSES,
        asks: `بهای بلیت ${persianDigits(facts.number)} که سه روز پیش از حرکت پس داده شده چرا برنگشته است؟`,
        legal: {
          opinion: 'بلیتی که بیش از یک روز پیش از حرکت پس داده شود، با کسر ده درصد پس گرفته می‌شود.',
          basis: TRANSPORT_RULES,
        },
        technical: 'سامانه فروش، پس‌دادن بلیت را سه روز پیش از حرکت ثبت کرده است.',
        reply: { position: 'disputes', text: 'پول در همان روز به حساب خریدار برگشته است؛ رسید پیوست است.' },
      }),
    }),
  },
  {
    key: 'damaged-goods',
    service: 'freight-carrier-complaint',
    byCompany: true,
    tell: (facts) => ({
      text: `محموله ما را ${HAULIERS} در مسیر ${facts.town} به ${facts.other} با سه روز تأخیر و آسیب‌دیده تحویل داد و خسارت را نمی‌پذیرد. شماره بارنامه: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: { operator: HAULIERS, ticketNumber: String(facts.number) },
      question: {
        asks: 'هنگام تحویل، آسیب بار در رسید نوشته شد؟',
        reply: 'بله، انباردار پشت رسید نوشته و راننده امضا کرده است.',
      },
      ...complainedOf(facts, {
        carrier: HAULIERS,
        asks: `درباره آسیب و تأخیر بار بارنامه ${persianDigits(facts.number)} توضیح دهید و بیمه‌نامه آن را بفرستید.`,
        legal: {
          opinion: 'متصدی حمل، مسئول آسیب و تأخیر است مگر آنکه علتی بیرون از اختیار خود ثابت کند.',
          basis: 'قانون تجارت، مواد ۳۸۶ و ۳۸۷',
        },
        technical: 'بارنامه صادر شده و مسیر آن با سه روز تأخیر بسته شده است.',
        reply: {
          position: 'disputes',
          text: 'بسته‌بندی بار ناقص بود و این را هنگام بارگیری به فرستنده گفتیم.',
        },
      }),
    }),
  },
  {
    key: 'freight-rate',
    service: 'freight-carrier-complaint',
    tell: (facts) => ({
      text: `کرایه‌ای که در بارنامه ${persianDigits(facts.number)} نوشته‌اند با مبلغی که به من راننده دادند یکی نیست. مسیر ${facts.town} به ${facts.other} بود.`,
      address: `پایانه بار ${facts.town}`,
      answers: { operator: HAULIERS, ticketNumber: String(facts.number) },
      question: {
        asks: 'چه مبلغی در بارنامه نوشته شده و چه مبلغی به شما پرداخت شده است؟',
        reply: 'در بارنامه هجده میلیون تومان است و به من چهارده میلیون دادند.',
      },
      ...complainedOf(facts, {
        carrier: HAULIERS,
        asks: `سند پرداخت کرایه بارنامه ${persianDigits(facts.number)} به راننده را بفرستید.`,
        legal: {
          opinion: 'حق شرکت از کرایه محدود است و بقیه باید به راننده پرداخت شود.',
          basis: TRANSPORT_RULES,
        },
        technical: 'کسر چهار میلیون تومان از سقف حق شرکت بیشتر است.',
        measure: 'refund',
        answer: {
          outcome: 'resolved',
          text: `${HAULIERS} باید کسری کرایه بارنامه ${persianDigits(facts.number)} را تا ده روز به شما بپردازد.`,
          evidence: 'بارنامه و سند پرداخت در پرونده',
        },
        reply: { position: 'accepts', text: 'اشتباه حسابداری بود و بقیه کرایه پرداخت می‌شود.' },
      }),
    }),
  },
  {
    key: 'terminal-turn',
    service: 'freight-carrier-complaint',
    tell: (facts) => ({
      text: `در پایانه بار ${facts.town} نوبت رانندگان را رعایت نمی‌کنند. نوبت من ${persianDigits(facts.number)} بود و کسانی که پس از من آمدند زودتر بار گرفتند.`,
      address: `پایانه بار ${facts.town}`,
      answers: { operator: TERMINAL, ticketNumber: String(facts.number) },
      question: {
        asks: 'این در چه روزی و حدود چه ساعتی رخ داد؟',
        reply: 'دیروز، از هشت صبح تا یک بعدازظهر.',
      },
      ...complainedOf(facts, {
        carrier: TERMINAL,
        asks: `فهرست نوبت‌ها و بارهای واگذارشده آن روز را بفرستید و درباره نوبت ${persianDigits(facts.number)} توضیح دهید.`,
        legal: {
          opinion: 'پایانه باید بار را به ترتیب نوبت واگذار کند.',
          basis: 'دستورالعمل سامانه نوبت‌دهی پایانه‌های بار',
        },
        technical: 'سامانه نوبت‌دهی دو جابه‌جایی بدون دلیل نشان می‌دهد.',
        measure: 'warning',
        answer: {
          outcome: 'resolved',
          text: `جابه‌جایی نوبت در پایانه بار ${facts.town} ثابت شد و به مدیر آن اخطار داده شد.`,
          evidence: 'گزارش سامانه نوبت‌دهی در پرونده',
        },
        reply: { position: 'no-comment', text: 'در این باره توضیحی نداریم.' },
      }),
    }),
  },
];
