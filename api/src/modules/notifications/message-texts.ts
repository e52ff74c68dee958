import type { Locale } from '#common/contract/index.ts';
import type { NotificationTemplate } from './notifier.ts';

/** Facts that a message may mention. Texts of staff are quoted; texts of citizens never are. */
export type MessageFacts = { trackingCode: string; service: string; quote: string | null; due: string };

type MessageText = { subject: (facts: MessageFacts) => string; lines: (facts: MessageFacts) => string[] };

/** Texts of the messages by language; the link to the tracking page is added below them. */
export const MESSAGE_TEXTS: Record<Locale, Record<NotificationTemplate, MessageText>> = {
  fa: {
    received: {
      subject: ({ trackingCode }) => `درخواست شما ثبت شد (${trackingCode})`,
      lines: ({ service, trackingCode, due }) => [
        `درخواست شما درباره «${service}» ثبت شد.`,
        `کد پیگیری: ${trackingCode}`,
        `مهلت رسیدگی: ${due}`,
      ],
    },
    question: {
      subject: ({ trackingCode }) => `برای رسیدگی به درخواست شما پرسشی داریم (${trackingCode})`,
      lines: ({ service, quote }) => [
        `برای ادامه رسیدگی به درخواست شما درباره «${service}» به پاسخ شما نیاز داریم:`,
        quote ?? '',
        'لطفاً از پیوند زیر پاسخ دهید.',
      ],
    },
    answered: {
      subject: ({ trackingCode }) => `پاسخ درخواست شما آماده است (${trackingCode})`,
      lines: ({ service, quote }) => [
        `به درخواست شما درباره «${service}» پاسخ داده شد:`,
        quote ?? '',
        'اگر مشکل برطرف شده است، آن را تأیید کنید؛ اگر نه، از پیوند زیر بخواهید دوباره رسیدگی شود.',
      ],
    },
    closed: {
      subject: ({ trackingCode }) => `درخواست شما بسته شد (${trackingCode})`,
      lines: ({ service }) => [
        `رسیدگی به درخواست شما درباره «${service}» به پایان رسید.`,
        'نتیجه، و اینکه تا چه زمانی می‌توانید به آن اعتراض کنید، در پیوند زیر آمده است.',
      ],
    },
    reopened: {
      subject: ({ trackingCode }) => `درخواست شما دوباره بررسی می‌شود (${trackingCode})`,
      lines: ({ service }) => [
        `به خواست شما، درخواست «${service}» دوباره در دست رسیدگی است.`,
        'این بار کارشناس دیگری آن را بررسی می‌کند.',
      ],
    },
    reminder: {
      subject: ({ trackingCode }) => `یادآوری: منتظر پاسخ شما هستیم (${trackingCode})`,
      lines: ({ service, quote }) => [
        `برای ادامه رسیدگی به درخواست شما درباره «${service}» هنوز به پاسخ شما نیاز داریم:`,
        quote ?? '',
        'لطفاً از پیوند زیر پاسخ دهید.',
      ],
    },
    interim: {
      subject: ({ trackingCode }) => `رسیدگی به درخواست شما ادامه دارد (${trackingCode})`,
      lines: ({ service, due }) => [
        `رسیدگی به درخواست شما درباره «${service}» هنوز پایان نیافته است.`,
        `مهلت رسیدگی: ${due}`,
      ],
    },
    'appeal-received': {
      subject: ({ trackingCode }) => `اعتراض شما ثبت شد (${trackingCode})`,
      lines: ({ service }) => [
        `اعتراض شما به نتیجه درخواست «${service}» ثبت شد.`,
        'مقام بالاتری که پیش از این به این درخواست پاسخ نداده است آن را بررسی می‌کند. نتیجه تا آن زمان قطعی نیست.',
      ],
    },
    'appeal-decided': {
      subject: ({ trackingCode }) => `نتیجه اعتراض شما (${trackingCode})`,
      lines: ({ service, quote }) => [
        `درباره اعتراض شما به نتیجه درخواست «${service}» تصمیم گرفته شد:`,
        quote ?? '',
      ],
    },
    withdrawn: {
      subject: ({ trackingCode }) => `درخواست شما پس گرفته شد (${trackingCode})`,
      lines: ({ service }) => [
        `به خواست شما، رسیدگی به درخواست «${service}» متوقف شد.`,
        'اگر نظرتان برگشت، درخواست تازه‌ای ثبت کنید.',
      ],
    },
    'survey-invitation': {
      subject: () => 'نظر شما درباره رسیدگی به درخواستتان',
      lines: ({ service }) => [
        `رسیدگی به درخواست شما درباره «${service}» به پایان رسیده است. نظر شما به بهتر شدن کار کمک می‌کند.`,
        'پاسخ شما بدون نام در گزارش‌ها می‌آید و بر درخواست شما اثری ندارد.',
      ],
    },
    'survey-reminder': {
      subject: () => 'یادآوری: نظر شما درباره رسیدگی به درخواستتان',
      lines: ({ service }) => [
        `هنوز می‌توانید نظرتان را درباره رسیدگی به درخواست «${service}» بگویید. یادآوری دیگری نمی‌فرستیم.`,
      ],
    },
  },
  en: {
    received: {
      subject: ({ trackingCode }) => `Your request has been filed (${trackingCode})`,
      lines: ({ service, trackingCode, due }) => [
        `Your request about “${service}” has been filed.`,
        `Tracking code: ${trackingCode}`,
        `To be resolved by: ${due}`,
      ],
    },
    question: {
      subject: ({ trackingCode }) => `We have a question about your request (${trackingCode})`,
      lines: ({ service, quote }) => [
        `To go on with your request about “${service}” we need an answer from you:`,
        quote ?? '',
        'Please reply through the link below.',
      ],
    },
    answered: {
      subject: ({ trackingCode }) => `Your request has been answered (${trackingCode})`,
      lines: ({ service, quote }) => [
        `Your request about “${service}” has been answered:`,
        quote ?? '',
        'If this settles it, please confirm; if not, ask for another look through the link below.',
      ],
    },
    closed: {
      subject: ({ trackingCode }) => `Your request has been closed (${trackingCode})`,
      lines: ({ service }) => [
        `Your request about “${service}” has been closed.`,
        'The link below shows the outcome, and until when you may appeal against it.',
      ],
    },
    reopened: {
      subject: ({ trackingCode }) => `Your request is being looked at again (${trackingCode})`,
      lines: ({ service }) => [
        `As you asked, your request about “${service}” is being looked at again.`,
        'This time another officer does it.',
      ],
    },
    reminder: {
      subject: ({ trackingCode }) => `Reminder: we are waiting for your reply (${trackingCode})`,
      lines: ({ service, quote }) => [
        `To go on with your request about “${service}” we still need an answer from you:`,
        quote ?? '',
        'Please reply through the link below.',
      ],
    },
    interim: {
      subject: ({ trackingCode }) => `Your request is still being worked on (${trackingCode})`,
      lines: ({ service, due }) => [
        `The work on your request about “${service}” has not ended yet.`,
        `To be resolved by: ${due}`,
      ],
    },
    'appeal-received': {
      subject: ({ trackingCode }) => `Your appeal has been received (${trackingCode})`,
      lines: ({ service }) => [
        `Your appeal against the outcome of your request about “${service}” has been received.`,
        'A senior officer who has not answered this request before looks at it. Until then the outcome is not final.',
      ],
    },
    'appeal-decided': {
      subject: ({ trackingCode }) => `Your appeal has been decided (${trackingCode})`,
      lines: ({ service, quote }) => [
        `Your appeal against the outcome of your request about “${service}” has been decided:`,
        quote ?? '',
      ],
    },
    withdrawn: {
      subject: ({ trackingCode }) => `Your request has been withdrawn (${trackingCode})`,
      lines: ({ service }) => [
        `As you asked, the work on your request about “${service}” has stopped.`,
        'If you change your mind, please file a new request.',
      ],
    },
    'survey-invitation': {
      subject: () => 'How did we handle your request?',
      lines: ({ service }) => [
        `Your request about “${service}” has been dealt with. Your opinion helps us to do better.`,
        'Your answer appears in reports without your name and has no effect on your request.',
      ],
    },
    'survey-reminder': {
      subject: () => 'A reminder: how did we handle your request?',
      lines: ({ service }) => [
        `You can still tell us how we handled your request about “${service}”. We will not remind you again.`,
      ],
    },
  },
};

export const LINK_TEXTS: Record<Locale, { label: string; survey: string; sender: string }> = {
  fa: {
    label: 'پیگیری درخواست',
    survey: 'پاسخ به پرسش‌ها',
    sender: 'شهراه، سامانه خدمات شهروندی وزارت راه و شهرسازی',
  },
  en: {
    label: 'Follow the request',
    survey: 'Answer the questions',
    sender: 'Shahrah, citizen services of the Ministry of Roads and Urban Development',
  },
};

/** Texts of receipts: several in one message, and those for a mailbox that nobody has confirmed. */
export const RECEIPT_TEXTS: Record<
  Locale,
  {
    subject: (count: number) => string;
    lines: string[];
    more: (count: number) => string;
    unconfirmed: string[];
  }
> = {
  fa: {
    subject: (count) => `${count.toLocaleString('fa-IR')} پیام درباره درخواست‌های ثبت‌شده با نشانی شما`,
    lines: ['برای آنکه پیام پشت پیام نفرستیم، این‌ها را در یک پیام آورده‌ایم. پیوند هر درخواست کنار آن است.'],
    more: (count) =>
      `${count.toLocaleString('fa-IR')} مورد دیگر در این پیام نیامده است؛ هر یک را با کد پیگیری می‌توان دید.`,
    unconfirmed: [
      'هنوز کسی تأیید نکرده است که این نشانی از آن اوست. اگر شما درخواست داده‌اید، پیوند زیر را باز کنید؛ همین تأیید است. اگر نه، این پیام را نادیده بگیرید.',
      'تا آن زمان، در هر ساعت بیش از یکی و در هر روز بیش از سه پیام ازاین‌گونه به اینجا نمی‌فرستیم.',
    ],
  },
  en: {
    subject: (count) => `${count} messages about requests filed with your address`,
    lines: [
      'We have put these into one message, so that nobody gets one after the other. Each request has its link.',
    ],
    more: (count) => `${count} more are not listed here; each can be followed by its tracking code.`,
    unconfirmed: [
      'Nobody has confirmed yet that this address is theirs. If you filed a request, open the link below: that confirms it. If you did not, ignore this message.',
      'Until then we send no more than one such message an hour, and three a day, to this address.',
    ],
  },
};
