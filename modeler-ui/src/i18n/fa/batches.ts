/** Texts of both kinds of batches: instance migrations and batch operations. */
export const batches = {
  more: 'ادامه فهرست',
  filter: 'وضعیت',
  all: 'همه',
  state: {
    planned: 'در انتظار تأیید',
    running: 'در حال انجام',
    stopped: 'متوقف',
    finished: 'پایان‌یافته',
    discarded: 'کنار گذاشته',
  },
  verb: { stop: 'توقف', resume: 'ادامه', discard: 'کنار گذاشتن' },
  progress: 'پیشرفت',
};
