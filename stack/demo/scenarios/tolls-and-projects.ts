import { handled, passedOn } from '../form-answers.ts';
import { kilometreOf, persianDigits, type Scenario, streetOf } from '../scenario.ts';

const TOLLS = 'سامانه عوارض الکترونیکی آزادراه‌ها';

/** Motorway tolls, and roads that are being built. */
export const TOLLS_AND_PROJECTS: readonly Scenario[] = [
  {
    key: 'toll-twice',
    service: 'traffic-toll',
    tell: (facts) => ({
      text: `بابت یک عبور از آزادراه دو بار عوارض از حساب من کم شده است. شماره تراکنش: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: { operator: TOLLS, ticketNumber: String(facts.number) },
      question: {
        asks: 'نام آزادراه، روز عبور و چهار رقم آخر کارت را بنویسید.',
        reply: 'آزادراه تهران به قم، شنبه گذشته، ۴۴۱۲.',
      },
      work: handled({
        outcome: 'resolved',
        text: `تراکنش ${persianDigits(facts.number)} تکراری بود و مبلغ آن تا سه روز کاری به حساب شما برمی‌گردد.`,
        evidence: 'گزارش سامانه عوارض در پرونده',
      }),
      doubt: 'یک هفته گذشت و پولی برنگشته است.',
    }),
  },
  {
    key: 'toll-sold-car',
    service: 'traffic-toll',
    tell: (facts) => ({
      text: `برای خودرویی که سال گذشته فروخته‌ام هنوز پیامک بدهی عوارض می‌آید. شماره قبض: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: { operator: TOLLS, ticketNumber: String(facts.number) },
      question: {
        asks: 'آیا سند خودرو به نام خریدار تعویض پلاک شده است؟ تاریخ آن را بنویسید.',
        reply: 'بله، دو روز پس از فروش در مرکز تعویض پلاک.',
      },
      work: handled({
        outcome: 'resolved',
        text: `قبض ${persianDigits(facts.number)} از نام شما برداشته شد و دیگر پیامکی برای این خودرو نمی‌گیرید.`,
        evidence: 'استعلام پلاک در پرونده',
      }),
    }),
  },
  {
    key: 'toll-penalty',
    service: 'traffic-toll',
    tell: (facts) => ({
      text: `عوارض آزادراه را همان روز پرداخت کرده‌ام ولی سامانه جریمه دیرکرد ثبت کرده است. شماره قبض: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: { operator: TOLLS, ticketNumber: String(facts.number) },
      question: {
        asks: 'پرداخت را با کدام برنامه یا بانک انجام دادید؟ شماره پیگیری آن را بنویسید.',
        reply: 'با همراه‌بانک؛ شماره پیگیری ۷۷۰۱۲۴ است.',
      },
      work: handled({
        outcome: 'refused',
        text: `پرداخت شما برای قبض دیگری بوده و قبض ${persianDigits(facts.number)} دوازده روز پس از مهلت پرداخت شده است. جریمه آن درست است. اگر سندی دارید، بخواهید دوباره بررسی شود.`,
        legalBasis: 'شرایط پرداخت عوارض الکترونیکی آزادراه‌ها، مهلت پرداخت',
      }),
      doubt: 'رسید بانک همان روز را نشان می‌دهد. لطفاً رسید را با سامانه مقایسه کنید.',
    }),
  },
  {
    key: 'toll-visitor',
    service: 'traffic-toll',
    locale: 'en',
    tell: (facts) => ({
      text: `I drove a rented car on the motorway and cannot pay the toll, because the site asks for an Iranian bank card. Notice number ${facts.number}. How can I pay?`,
      address: 'Motorway from Tehran to Qom',
      answers: { operator: TOLLS, ticketNumber: String(facts.number) },
      question: {
        asks: 'Which company rented the car to you?',
        reply: 'The rental desk at the airport. I still have the contract.',
      },
      work: handled({
        outcome: 'resolved',
        text: `The rental company has paid notice ${facts.number} and will put it on your bill. There is no fine.`,
        evidence: 'پاسخ شرکت اجاره خودرو در پرونده',
      }),
    }),
  },
  {
    key: 'bypass',
    service: 'infrastructure-project',
    tell: (facts) => ({
      text: `ساخت کمربندی ${facts.town} از سال گذشته متوقف شده و کامیون‌ها از درون شهر می‌گذرند. چه زمانی ادامه پیدا می‌کند؟`,
      address: streetOf(facts),
      answers: {},
      question: {
        asks: 'پرسش شما درباره همه کمربندی است یا درباره بخشی از آن؟',
        reply: 'درباره بخش شمالی، که تنها دو کیلومتر آن مانده است.',
      },
      work: handled({
        outcome: 'resolved',
        text: `بخش مانده کمربندی ${facts.town} پس از رفع معارض زمین‌ها آغاز می‌شود؛ پیمانکار آن انتخاب شده است و کار یک سال زمان می‌برد.`,
        evidence: `برنامه زمانی پروژه شماره ${persianDigits(facts.number)}`,
      }),
    }),
  },
  {
    key: 'compensation',
    service: 'infrastructure-project',
    tell: (facts) => ({
      text: `زمین پدری ما در مسیر آزادراه نزدیک ${facts.town} است و دو سال پس از تملک هنوز بهای آن پرداخت نشده است. شماره پرونده: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: { earlierReference: String(facts.number) },
      question: {
        asks: 'آیا همه وارثان سند را امضا کرده‌اند؟',
        reply: 'بله، هر پنج نفر در دفترخانه امضا کردیم.',
      },
      work: handled({
        outcome: 'partly',
        text: `پرونده ${persianDigits(facts.number)} کامل است و در نوبت پرداخت قرار گرفت. پرداخت پس از تخصیص اعتبار این سه‌ماهه انجام می‌شود.`,
        evidence: 'صورت‌جلسه کارشناسی زمین در پرونده',
      }),
      doubt: 'همین پاسخ را سال گذشته هم دادید و پرداختی نشد.',
    }),
  },
  {
    key: 'blasting',
    service: 'infrastructure-project',
    tell: (facts) => ({
      text: `انفجارهای کارگاه راه‌سازی در ${kilometreOf(facts)} به دیوار خانه‌های روستا ترک انداخته است. کسی برای بازدید نیامده است.`,
      address: kilometreOf(facts),
      answers: {},
      question: {
        asks: 'چند خانه آسیب دیده و انفجارها در چه ساعتی انجام می‌شود؟',
        reply: 'هشت خانه؛ بیشتر حدود چهار بعدازظهر.',
      },
      work: handled({
        outcome: 'partly',
        text: `انفجار در ${kilometreOf(facts)} تا پایان بازدید کارشناس متوقف شد. خسارت هشت خانه با بیمه پیمانکار پرداخت می‌شود.`,
        evidence: `گزارش کارشناس شماره ${persianDigits(facts.number)}`,
      }),
    }),
  },
  {
    key: 'diversion-pothole',
    service: 'infrastructure-project',
    tell: (facts) => ({
      text: `راه انحرافی کنار پروژه در ${kilometreOf(facts)} پر از چاله است و شب‌ها چراغ ندارد.`,
      address: kilometreOf(facts),
      answers: {},
      question: {
        asks: 'راه انحرافی را پیمانکار ساخته است یا همان جاده قدیم است؟',
        reply: 'همان جاده قدیم است.',
      },
      work: passedOn(
        `rmto-${facts.province}`,
        'راه انحرافی همان جاده قدیم است و نگهداری آن با راهداری استان است.',
        {
          outcome: 'resolved',
          text: `چاله‌های راه انحرافی ${kilometreOf(facts)} پر شد و بیست چراغ چشمک‌زن کنار آن گذاشته شد.`,
          evidence: `گزارش کار شماره ${persianDigits(facts.number)} با عکس`,
        },
      ),
    }),
  },
];
