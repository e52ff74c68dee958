import { bilingual } from '#common/process-files/rules/engine-messages.ts';
import type { Message } from '#common/process-files/rules/rule.ts';
import type { PanelSettings } from '../panel/panel-settings.ts';

type Report = { id?: string; message: string; messages?: Message; meta?: unknown };
type Linting = { lint(): Promise<Record<string, Report[]>>; update(): void };
type EventBus = { on(event: string, hear: () => void): void };

/** Pause after a change before linting, in milliseconds, so that a large diagram is not linted while the user
 *  types or drags. */
const DEBOUNCE_MS = 250;

/** Lints after a pause in editing, and shows the messages on the canvas in the language of the screen. Each
 *  report also carries its message in both languages. */
class LocalizedLinting {
  static $inject = ['linting', 'config.house', 'eventBus'];
  constructor(linting: Linting, { locale }: PanelSettings, eventBus: EventBus) {
    const update = linting.update.bind(linting);
    let timer: ReturnType<typeof setTimeout> | undefined;
    linting.update = () => {
      clearTimeout(timer);
      timer = setTimeout(update, DEBOUNCE_MS);
    };
    eventBus.on('diagram.destroy', () => clearTimeout(timer));
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

export const localizedLintingModule = {
  __init__: ['localizedLinting'],
  localizedLinting: ['type', LocalizedLinting],
};
