import { bilingual } from '../../../../lint/engine-messages.ts';
import type { Message } from '../../../../lint/rule.ts';
import type { PanelSettings } from '../panel/panel-settings.ts';

type Report = { id?: string; message: string; messages?: Message; meta?: unknown };
type Linting = { lint(): Promise<Record<string, Report[]>> };

/** Lets the marks on the canvas speak the language of the screen; the sentences in both languages travel along. */
class SpokenLinting {
  static $inject = ['linting', 'config.house'];
  constructor(linting: Linting, { locale }: PanelSettings) {
    const lint = linting.lint.bind(linting);
    linting.lint = async () => {
      const reports = await lint();
      for (const [rule, found] of Object.entries(reports))
        for (const report of found) {
          report.messages ??= bilingual(rule, report.id ?? '', report.message);
          report.message = report.messages[locale];
          delete report.meta;
        }
      return reports;
    };
  }
}

export const spokenLintingModule = { __init__: ['spokenLinting'], spokenLinting: ['type', SpokenLinting] };
