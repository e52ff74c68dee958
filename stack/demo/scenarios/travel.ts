import { complainedOf, handled } from '../form-answers.ts';
import { persianDigits, type Scenario } from '../scenario.ts';

const AIRLINE = 'شرکت هواپیمایی نمونه';
const TRAINS = 'شرکت قطارهای مسافری نمونه';
const PASSENGER_RIGHTS = 'دستورالعمل حقوق مسافر سازمان هواپیمایی کشوری';

/** Trains, flights, airports. */
export const TRAVEL: readonly Scenario[] = [
  {
    key: 'train-delay',
    service: 'rail-service',
    setting: 'rail',
    tell: (facts) => ({
      text: `قطار ${facts.town} به ${facts.far} چهار ساعت تأخیر داشت و در راه هیچ خبری به مسافران ندادند. شماره بلیت: ${persianDigits(facts.number)}.`,
      address: `ایستگاه راه‌آهن ${facts.town}`,
      answers: { operator: TRAINS, ticketNumber: String(facts.number) },
      question: {
        asks: 'قطار در کجا ایستاد؛ در ایستگاه یا در میان راه؟',
        reply: 'در میان راه، بین دو ایستگاه، نزدیک سه ساعت.',
      },
      work: handled({
        outcome: 'resolved',
        text: `تأخیر به سبب خرابی لکوموتیو بود. نیمی از بهای بلیت ${persianDigits(facts.number)} به حساب شما برمی‌گردد. از سختی سفر پوزش می‌خواهیم.`,
        evidence: 'گزارش سیر قطار در پرونده',
      }),
      doubt: 'هنوز پولی به حساب من برنگشته است.',
    }),
  },
  {
    key: 'carriage-heating',
    service: 'rail-service',
    setting: 'rail',
    tell: (facts) => ({
      text: `گرمایش واگن ما در قطار ${facts.town} به ${facts.far} خراب بود و رئیس قطار گفت کاری از او برنمی‌آید. بچه کوچک همراه داشتیم.`,
      address: `ایستگاه راه‌آهن ${facts.town}`,
      answers: { operator: TRAINS, ticketNumber: String(facts.number) },
      question: { asks: 'شماره واگن و کوپه شما چند بود؟', reply: 'واگن چهار، کوپه هفت.' },
      work: handled({
        outcome: 'resolved',
        text: 'گرمایش آن واگن پیش از سفر بعدی تعمیر شد و سی درصد بهای بلیت به شما برمی‌گردد.',
        evidence: `برگ تعمیر واگن شماره ${persianDigits(facts.number)}`,
      }),
    }),
  },
  {
    key: 'station-ramp',
    service: 'rail-service',
    setting: 'rail',
    tell: (facts) => ({
      text: `برای ایستگاه راه‌آهن ${facts.town} آسانسور یا سطح شیب‌دار بگذارید. پدرم با ویلچر نمی‌تواند به سکو برسد.`,
      address: `ایستگاه راه‌آهن ${facts.town}`,
      answers: {},
      question: {
        asks: 'به سکوی یک می‌خواهید بروید یا به سکوهای دیگر؟ سکوی یک پله ندارد.',
        reply: 'به سکوی دو، که باید از زیرگذر رفت.',
      },
      work: handled({
        outcome: 'partly',
        text: `تا ساخت آسانسور زیرگذر ایستگاه ${facts.town}، مأمور ایستگاه با بالابر دستی شما را به سکو می‌رساند. کافی است یک ساعت پیش از سفر خبر دهید.`,
        evidence: 'نامه به رئیس ایستگاه در پرونده',
      }),
    }),
  },
  {
    key: 'cancelled-flight',
    service: 'air-passenger-rights',
    setting: 'airport',
    tell: (facts) => ({
      text: `پرواز ${facts.town} به ${facts.far} دو ساعت پیش از حرکت باطل شد و شرکت هواپیمایی حاضر نیست همه پول را برگرداند. شماره بلیت: ${persianDigits(facts.number)}.`,
      address: `فرودگاه ${facts.town}`,
      answers: { operator: AIRLINE, ticketNumber: String(facts.number) },
      question: {
        asks: 'آیا شرکت پرواز جایگزین پیشنهاد کرد؟',
        reply: 'گفتند فردا شب، که به کار من نمی‌آمد.',
      },
      ...complainedOf(facts, {
        carrier: AIRLINE,
        asks: `علت ابطال پرواز بلیت ${persianDigits(facts.number)} و مبلغ بازگشتی را اعلام کنید.`,
        legal: {
          opinion: 'در ابطال پرواز از سوی شرکت، همه بهای بلیت بدون کسر برمی‌گردد.',
          basis: PASSENGER_RIGHTS,
        },
        technical: 'ابطال در سامانه پروازها از سوی شرکت و به علت فنی ثبت شده است.',
        measure: 'refund',
        answer: {
          outcome: 'resolved',
          text: `${AIRLINE} باید همه بهای بلیت ${persianDigits(facts.number)} را بدون کسر برگرداند.`,
          evidence: 'گزارش سامانه پروازها در پرونده',
        },
        reply: { position: 'accepts', text: 'بهای بلیت تا سه روز کاری دیگر برمی‌گردد.' },
      }),
    }),
  },
  {
    key: 'lost-luggage',
    service: 'air-passenger-rights',
    setting: 'airport',
    tell: (facts) => ({
      text: `چمدان من در پرواز ${facts.far} به ${facts.town} گم شده و دو هفته است پاسخ درستی نمی‌دهند. شماره برچسب بار: ${persianDigits(facts.number)}.`,
      address: `فرودگاه ${facts.town}`,
      answers: { operator: AIRLINE, ticketNumber: String(facts.number) },
      question: {
        asks: 'آیا در فرودگاه برگ گزارش گم شدن بار گرفتید؟',
        reply: 'بله، همان شب در دفتر اشیای گمشده برگ پر کردم.',
      },
      ...complainedOf(facts, {
        carrier: AIRLINE,
        asks: `نتیجه جست‌وجوی چمدان با برچسب ${persianDigits(facts.number)} را بنویسید.`,
        legal: {
          opinion: 'چمدانی که تا بیست و یک روز پیدا نشود گمشده است و شرکت غرامت می‌دهد.',
          basis: PASSENGER_RIGHTS,
        },
        technical: 'چمدان در مبدأ پذیرش شده و در مقصد تحویل نشده است.',
        reply: { position: 'disputes', text: 'چمدان در مقصد تحویل شده است؛ امضای گیرنده پیوست است.' },
      }),
    }),
  },
  {
    key: 'flight-delay-visitor',
    service: 'air-passenger-rights',
    locale: 'en',
    tell: (facts) => ({
      text: `My flight from Tehran left six hours late and nobody gave us a meal or told us why. I was visiting for a week. Ticket number ${facts.number}. What am I entitled to?`,
      address: 'Airport of Tehran',
      answers: { operator: AIRLINE, ticketNumber: String(facts.number) },
      question: {
        asks: 'Did the airline offer you a hotel or another flight?',
        reply: 'No. We waited at the gate until two in the morning.',
      },
      ...complainedOf(facts, {
        carrier: AIRLINE,
        asks: `علت تأخیر شش‌ساعته پرواز بلیت ${persianDigits(facts.number)} و پذیرایی از مسافران را بنویسید.`,
        legal: {
          opinion: 'در تأخیر بیش از چهار ساعت، پذیرایی و بازگشت بخشی از بهای بلیت لازم است.',
          basis: PASSENGER_RIGHTS,
        },
        technical: 'تأخیر پرواز در سامانه شش ساعت و ده دقیقه است.',
        reply: { position: 'disputes', text: 'تأخیر به سبب مه بود و بیرون از اختیار ما.' },
      }),
    }),
  },
  {
    key: 'airport-cleaning',
    service: 'airport-service',
    setting: 'airport',
    tell: (facts) => ({
      text: `سرویس بهداشتی سالن پرواز فرودگاه ${facts.town} بسیار کثیف است و صندلی کافی هم نیست.`,
      address: `فرودگاه ${facts.town}، سالن پرواز`,
      answers: {},
      question: { asks: 'در چه روز و ساعتی در فرودگاه بودید؟', reply: 'جمعه گذشته، حدود ده شب.' },
      work: handled({
        outcome: 'resolved',
        text: `نوبت نظافت شبانه سالن پرواز فرودگاه ${facts.town} دو برابر شد و چهل صندلی به سالن افزوده شد.`,
        evidence: `صورت‌جلسه بازدید شماره ${persianDigits(facts.number)}`,
      }),
    }),
  },
  {
    key: 'airport-parking',
    service: 'airport-service',
    setting: 'airport',
    tell: (facts) => ({
      text: `هزینه‌ای که پارکینگ فرودگاه ${facts.town} گرفت با تابلوی نرخ نمی‌خواند. شماره قبض: ${persianDigits(facts.number)}.`,
      address: `پارکینگ فرودگاه ${facts.town}`,
      answers: { ticketNumber: String(facts.number) },
      question: {
        asks: 'چند ساعت در پارکینگ بودید و چه مبلغی پرداخت کردید؟',
        reply: 'پنج ساعت؛ دویست هزار تومان گرفتند و تابلو صد و بیست هزار نشان می‌دهد.',
      },
      work: handled({
        outcome: 'resolved',
        text: `مبلغ اضافه قبض ${persianDigits(facts.number)} به حساب شما برمی‌گردد و تابلوی نرخ پارکینگ به‌روز شد.`,
        evidence: 'رسید بازگشت پول در پرونده',
      }),
      doubt: 'مبلغی برنگشته است و تابلو همان است که بود.',
    }),
  },
  {
    key: 'flight-board',
    service: 'airport-service',
    setting: 'airport',
    tell: (facts) => ({
      text: `تابلوی پروازهای فرودگاه ${facts.town} ساعت‌های نادرست نشان می‌دهد. نزدیک بود از پرواز جا بمانم.`,
      address: `فرودگاه ${facts.town}`,
      answers: {},
      question: {
        asks: 'تابلوی سالن ورودی نادرست بود یا تابلوی کنار گیت؟',
        reply: 'تابلوی سالن ورودی.',
      },
      work: handled({
        outcome: 'resolved',
        text: `ساعت تابلوی سالن ورودی فرودگاه ${facts.town} با مرکز پروازها هماهنگ نبود و درست شد.`,
        evidence: `برگ سرویس شماره ${persianDigits(facts.number)}`,
      }),
    }),
  },
];
