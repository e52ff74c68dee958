/** Texts of the token simulation, which has no translations of its own. */
export const simulation: Readonly<Record<string, string>> = {
  'Reset Simulation': 'از نو',
  'Pause Simulation': 'ایست',
  'Play Simulation': 'ادامه',
  'Play/Pause Simulation': 'ادامه یا ایست',
  'Toggle Simulation Log': 'نمایش یا پنهان کردن گزارش گام‌ها',
  'Simulation Log': 'گزارش گام‌ها',
  'No Entries': 'هنوز گامی نیست',
  'Found unsupported elements': 'اجزایی هست که شبیه‌سازی نمی‌شوند',
  'Not supported': 'شبیه‌سازی نمی‌شود',
  'Set Sequence Flow': 'برگزیدن مسیر',
  'Add pause point': 'اینجا بایستد',
  'Remove pause point': 'اینجا نایستد',
  'Trigger Event': 'ادامه از اینجا',
  Finished: 'پایان یافت',
  'Intermediate Event': 'رویداد میانی',
};
