import { consulted, handled } from '../form-answers.ts';
import { persianDigits, type Scenario, streetOf } from '../scenario.ts';

/** Urban plans and run-down areas. */
export const URBAN: readonly Scenario[] = [
  {
    key: 'green-space',
    service: 'urban-plan-objection',
    tell: (facts) => ({
      text: `ملک پدری ما در طرح تفصیلی تازه ${facts.town} فضای سبز شده است و به ما خبری نداده بودند. به این کاربری اعتراض داریم. شماره مصوبه: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: {
        plan: `طرح تفصیلی ${facts.town}`,
        decisionNumber: String(facts.number),
        interest: 'owner',
      },
      question: {
        asks: 'ملک در آن زمان ساخته شده بود یا زمین خالی بود؟',
        reply: 'خانه است و پدرم سی سال است در آن زندگی می‌کند.',
      },
      work: consulted({
        note: 'مالک است و در مهلت اعتراض کرده است؛ در کمیته بررسی شود.',
        opinions: {
          'urban-planning-deputy': {
            opinion: 'uphold',
            grounds: 'پلاک ساخته‌شده و مسکونی است و فضای سبز محله در پلاک روبه‌رو تأمین می‌شود.',
          },
          'housing-deputy': { opinion: 'uphold', grounds: 'خانه مسکونی است و خانوار جای دیگری ندارد.' },
          'national-land-housing': {
            opinion: 'reject',
            grounds: 'سرانه فضای سبز محله کم است؛ زمین معوض پیشنهاد می‌شود.',
          },
        },
        answer: {
          outcome: 'resolved',
          text: `کمیته اعتراض شما به مصوبه ${persianDigits(facts.number)} را پذیرفت. کاربری ملک مسکونی می‌ماند.`,
        },
      }),
    }),
  },
  {
    key: 'wide-alley',
    service: 'urban-plan-objection',
    tell: (facts) => ({
      text: `در طرح جامع ${facts.town} گذر ده‌متری از میان خانه‌های ما گذشته است. درخواست بازنگری داریم. شماره مصوبه: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: {
        plan: `طرح جامع ${facts.town}`,
        decisionNumber: String(facts.number),
        interest: 'owner',
      },
      question: {
        asks: 'این گذر امروز چند متر پهنا دارد و بن‌بست است یا باز؟',
        reply: 'شش متر است و به خیابان پشتی راه دارد.',
      },
      work: consulted({
        note: 'چند مالک با هم اعتراض کرده‌اند؛ پهنای گذر در کمیته بررسی شود.',
        opinions: {
          'urban-planning-deputy': {
            opinion: 'uphold',
            grounds: 'گذر هشت‌متری هم برای خودروی آتش‌نشانی بس است.',
          },
          'housing-deputy': { opinion: 'uphold', grounds: 'گذر ده‌متری چهار خانه را از بین می‌برد.' },
          'national-land-housing': { opinion: 'uphold', grounds: 'زمین معوض در این محله نداریم.' },
        },
        answer: {
          outcome: 'partly',
          text: `پهنای گذر در مصوبه ${persianDigits(facts.number)} هشت متر شد، به‌گونه‌ای که از خانه‌ای چیزی کم نشود.`,
        },
      }),
    }),
  },
  {
    key: 'density',
    service: 'urban-plan-objection',
    tell: (facts) => ({
      text: `کمیسیون ماده پنج با افزایش تراکم در کوچه ما در ${facts.town} موافقت کرده، در حالی که کوچه شش متر است. شماره مصوبه: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: {
        plan: `طرح تفصیلی ${facts.town}`,
        decisionNumber: String(facts.number),
        interest: 'neighbour',
      },
      question: {
        asks: 'شماره پلاک ساختمانی را که تراکم گرفته است بنویسید.',
        reply: 'پلاک چهارده، روبه‌روی مدرسه.',
      },
      work: consulted({
        note: 'همسایه ذی‌نفع است؛ ضابطه کوچه شش‌متری بررسی شود.',
        opinions: {
          'urban-planning-deputy': {
            opinion: 'reject',
            grounds: 'مصوبه برابر ضابطه گذرهای شش تا هشت متر صادر شده است.',
          },
          'housing-deputy': { opinion: 'reject', grounds: 'پارکینگ هر سه واحد در خود ملک تأمین شده است.' },
          'national-land-housing': { opinion: 'uphold', grounds: 'کوچه برای دو طبقه بیشتر تنگ است.' },
        },
        answer: {
          outcome: 'refused',
          text: `کمیته مصوبه ${persianDigits(facts.number)} را برابر ضابطه دانست و اعتراض پذیرفته نشد. می‌توانید بخواهید دوباره بررسی شود.`,
          legalBasis: 'قانون تأسیس شورای عالی شهرسازی و معماری ایران، ماده ۵',
        },
      }),
      doubt: 'عرض کوچه در مصوبه نادرست نوشته شده است؛ لطفاً از محل بازدید کنید.',
    }),
  },
  {
    key: 'renewal-papers',
    service: 'urban-regeneration-loan',
    tell: (facts) => ({
      text: `خانه ما در محدوده بافت فرسوده ${facts.town} است و می‌خواهیم با وام نوسازی آن را بسازیم. چه مدارکی لازم است؟`,
      address: streetOf(facts),
      answers: { plan: `محدوده بافت فرسوده ${facts.town}`, interest: 'owner' },
      question: {
        asks: 'سند خانه شش‌دانگ و به نام شماست یا چند مالک دارد؟',
        reply: 'شش‌دانگ و به نام مادرم است.',
      },
      work: handled({
        outcome: 'resolved',
        text: 'سند مالکیت، پروانه ساخت و برگ استعلام محدوده لازم است. با این سه به دفتر تسهیلگری محله بروید تا به بانک معرفی شوید.',
        evidence: `برگ راهنمای وام شماره ${persianDigits(facts.number)}`,
      }),
    }),
  },
  {
    key: 'renewal-loan-unpaid',
    service: 'urban-regeneration-loan',
    tell: (facts) => ({
      text: `وام نوسازی بافت فرسوده را تأیید کردند ولی بانک چهار ماه است آن را پرداخت نمی‌کند. شماره پرونده: ${persianDigits(facts.number)}.`,
      address: streetOf(facts),
      answers: {
        plan: `محدوده بافت فرسوده ${facts.town}`,
        decisionNumber: String(facts.number),
        interest: 'owner',
      },
      question: {
        asks: 'نام شعبه بانک و تاریخ معرفی‌نامه را بنویسید.',
        reply: 'شعبه مرکزی، معرفی‌نامه چهار ماه پیش.',
      },
      work: handled({
        outcome: 'partly',
        text: `معرفی‌نامه پرونده ${persianDigits(facts.number)} تمدید شد و بانک پذیرفت وام را از سهم ماه آینده بپردازد.`,
        evidence: 'نامه بانک در پرونده',
      }),
      doubt: 'بانک می‌گوید سهمیه‌ای نرسیده است.',
    }),
  },
  {
    key: 'renewal-office-closed',
    service: 'urban-regeneration-loan',
    tell: (facts) => ({
      text: `دفتر تسهیلگری محله ما در ${facts.town} بسته شده و نمی‌دانیم پرونده‌ها کجاست.`,
      address: streetOf(facts),
      answers: { plan: `محدوده بافت فرسوده ${facts.town}`, interest: 'owner' },
      question: {
        asks: 'شماره پرونده یا تاریخ تشکیل آن را دارید؟',
        reply: 'شماره ندارم؛ بهار امسال تشکیل شد.',
      },
      work: handled({
        outcome: 'resolved',
        text: `دفتر به ساختمان شهرداری ناحیه در ${facts.town} رفته است و پرونده شما همان جاست.`,
        evidence: `فهرست پرونده‌های منتقل‌شده شماره ${persianDigits(facts.number)}`,
      }),
    }),
  },
];
