import { examined } from '../form-answers.ts';
import { persianDigits, type Scenario, streetOf } from '../scenario.ts';

const CONDITIONS = 'شرایط متقاضیان طرح نهضت ملی مسکن';

/** Homes, state land and new towns. */
export const HOUSING: readonly Scenario[] = [
  {
    key: 'form-j',
    service: 'national-housing-registration',
    tell: (facts) => ({
      text: `در طرح نهضت ملی مسکن ${facts.town} نام‌نویسی کرده‌ام ولی فرم «ج» من قرمز شده است؛ من هیچ ملکی ندارم. شماره پرونده: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: {
        plan: `نهضت ملی مسکن، ${facts.town}`,
        fileNumber: String(facts.number),
      },
      question: {
        asks: 'آیا در گذشته از زمین یا وام دولتی مسکن استفاده کرده‌اید؟',
        reply: 'نه من و نه همسرم هیچ استفاده‌ای نکرده‌ایم.',
      },
      work: examined({
        outcome: 'resolved',
        text: `فرم «ج» پرونده ${persianDigits(facts.number)} به اشتباه به سبب هم‌نامی قرمز شده بود و سبز شد. تا ده روز می‌توانید آورده را بپردازید.`,
      }),
      doubt: 'فرم «ج» در سامانه هنوز قرمز است.',
    }),
  },
  {
    key: 'instalment',
    service: 'national-housing-registration',
    tell: (facts) => ({
      text: `آورده مرحله دوم را پرداخته‌ام ولی در سامانه ثبت نشده و اخطار حذف گرفته‌ام. شماره پرونده: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: {
        plan: `نهضت ملی مسکن، ${facts.town}`,
        fileNumber: String(facts.number),
      },
      question: {
        asks: 'تاریخ و شناسه واریز را بنویسید.',
        reply: 'پانزدهم ماه گذشته، با شناسه واریز ۳۰۰۲۲۷۱.',
      },
      work: examined({
        outcome: 'resolved',
        text: `واریز شما به پرونده ${persianDigits(facts.number)} پیوست شد و اخطار حذف باطل است.`,
      }),
      doubt: 'دوباره اخطار حذف آمده است.',
    }),
  },
  {
    key: 'late-homes',
    service: 'national-housing-registration',
    tell: (facts) => ({
      text: `خانه‌های طرح نهضت ملی مسکن ${facts.town} دو سال از زمان تحویل گذشته و پیمانکار کار را رها کرده است. ما هم اجاره می‌دهیم و هم قسط.`,
      address: streetOf(facts),
      answers: { plan: `نهضت ملی مسکن، ${facts.town}` },
      question: { asks: 'نام بلوک و شماره واحد شما چیست؟', reply: 'بلوک چهار، واحد بیست و دو.' },
      work: examined({
        outcome: 'partly',
        text: `پیمانکار طرح ${facts.town} برکنار شد و پیمانکار تازه از ماه آینده کار می‌کند. تا تحویل، قسط‌ها عقب می‌افتد.`,
      }),
      doubt: 'ماه آینده آمد و کسی در کارگاه نیست.',
    }),
  },
  {
    key: 'residence',
    service: 'national-housing-registration',
    tell: (facts) => ({
      text: `نام من از طرح نهضت ملی مسکن ${facts.town} حذف شده است چون می‌گویند پنج سال ساکن شهر نبوده‌ام. شماره پرونده: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: {
        plan: `نهضت ملی مسکن، ${facts.town}`,
        fileNumber: String(facts.number),
      },
      question: {
        asks: 'گواهی سکونت یا سابقه بیمه پنج سال گذشته در این شهر را دارید؟',
        reply: 'سابقه بیمه سه سال گذشته را دارم.',
      },
      work: examined({
        outcome: 'refused',
        text: `برای پرونده ${persianDigits(facts.number)} پنج سال سکونت در شهر ثابت نشد. اگر سند دیگری دارید، بخواهید دوباره بررسی شود.`,
        legalBasis: `${CONDITIONS}، شرط پنج سال سکونت`,
      }),
      doubt: 'قبض‌های برق پنج سال خانه پدری را هم دارم و می‌توانم بیاورم.',
    }),
  },
  {
    key: 'family-land',
    service: 'rent-and-land-inquiry',
    tell: (facts) => ({
      text: `برای گرفتن زمین قانون جوانی جمعیت در ${facts.town} اقدام کرده‌ام و شش ماه است منتظر قرعه‌کشی هستم. شماره پرونده: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: { fileNumber: String(facts.number) },
      question: {
        asks: 'فرزند سوم شما در چه تاریخی به دنیا آمده است؟',
        reply: 'بهار پارسال؛ شناسنامه او در سامانه بارگذاری شده است.',
      },
      work: examined({
        outcome: 'resolved',
        text: `پرونده ${persianDigits(facts.number)} تأیید شد و در قرعه‌کشی ماه آینده ${facts.town} است. روز آن با پیامک گفته می‌شود.`,
      }),
    }),
  },
  {
    key: 'land-deed',
    service: 'rent-and-land-inquiry',
    tell: (facts) => ({
      text: `سند زمینی که از دولت خریده‌ایم هنوز صادر نشده است و همه قسط‌ها را پرداخته‌ایم. شماره پرونده: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: { fileNumber: String(facts.number) },
      question: {
        asks: 'گواهی پایان ساخت را از شهرداری گرفته‌اید؟ برای سند لازم است.',
        reply: 'بله، ماه گذشته گرفتیم و نسخه آن را داریم.',
      },
      work: examined({
        outcome: 'resolved',
        text: `پرونده ${persianDigits(facts.number)} برای صدور سند به دفترخانه فرستاده شد. با گواهی پایان ساخت به آنجا بروید.`,
      }),
      doubt: 'دفترخانه می‌گوید پرونده‌ای از شما نرسیده است.',
    }),
  },
  {
    key: 'land-lease',
    service: 'rent-and-land-inquiry',
    byCompany: true,
    tell: (facts) => ({
      text: `قرارداد اجاره زمین دولتی کارگاه ما در ${facts.town} رو به پایان است و می‌خواهیم آن را تمدید کنیم. شماره قرارداد: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: { fileNumber: String(facts.number) },
      question: {
        asks: 'آیا کاربری زمین در این مدت تغییر کرده است؟',
        reply: 'نه، همان کارگاه صنایع چوب است.',
      },
      work: examined({
        outcome: 'resolved',
        text: `قرارداد ${persianDigits(facts.number)} با اجاره‌بهای کارشناسی تازه برای سه سال تمدید می‌شود. برای امضا به دفتر املاک بیایید.`,
      }),
    }),
  },
  {
    key: 'new-town-gas',
    service: 'new-town-services',
    tell: (facts) => ({
      text: 'فاز دو شهر جدید هنوز گاز ندارد و زمستان در راه است. بیش از دویست خانوار ساکن شده‌اند.',
      address: `شهر جدید، فاز دو، ${facts.street}`,
      answers: { plan: 'شهر جدید، فاز دو' },
      question: { asks: 'شماره بلوک و سال تحویل خانه شما چیست؟', reply: 'بلوک هفده؛ پارسال تحویل گرفتیم.' },
      work: examined({
        outcome: 'partly',
        text: 'لوله‌کشی فاز دو تمام شده و آزمایش فشار تا دو هفته انجام می‌شود. پس از آن شرکت گاز کنتور نصب می‌کند.',
      }),
      doubt: 'دو هفته گذشت و هنوز خبری از کنتور نیست.',
    }),
  },
  {
    key: 'new-town-bus',
    service: 'new-town-services',
    tell: (facts) => ({
      text: `اتوبوس شهر جدید به ${facts.town} تنها صبح‌ها می‌رود و برای برگشت وسیله‌ای نیست.`,
      address: `شهر جدید، ${facts.street}`,
      answers: { plan: 'شهر جدید' },
      question: { asks: 'در چه ساعتی به اتوبوس برگشت نیاز دارید؟', reply: 'بین چهار تا شش بعدازظهر.' },
      work: examined({
        outcome: 'resolved',
        text: `از شنبه آینده دو اتوبوس برگشت از ${facts.town}، ساعت چهار و نیم و شش، راه می‌افتد.`,
      }),
    }),
  },
  {
    key: 'new-town-area',
    service: 'new-town-services',
    tell: (facts) => ({
      text: `خانه ما در شهر جدید کوچک‌تر از قرارداد تحویل شده است. شماره قرارداد: ${persianDigits(facts.number)}.`,
      address: `شهر جدید، ${facts.street}`,
      answers: { plan: 'شهر جدید', fileNumber: String(facts.number) },
      question: {
        asks: 'متراژ در قرارداد و متراژ در صورت‌جلسه تحویل چند است؟',
        reply: 'در قرارداد نود و پنج و در تحویل نود متر.',
      },
      work: examined({
        outcome: 'resolved',
        text: `کارشناس متراژ قرارداد ${persianDigits(facts.number)} را دوباره اندازه گرفت. بهای پنج متر کسری از قسط‌های مانده کم می‌شود.`,
      }),
    }),
  },
];
