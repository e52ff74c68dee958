import { BpmnModdle } from 'bpmn-moddle';
import { DmnModdle } from 'dmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { type ProcessFile, type ProcessFinding, type Text } from '#common/contract/index.ts';
import { type Element, ENGINE_VERSION } from '#common/process-files/index.ts';
import { foreignDialect } from '#common/process-files/model/foreign-dialect.ts';
import { findMalformation } from '#common/process-files/model/safe-xml.ts';
import { findUnacceptable } from './imported-file-checks.ts';

/** Result of an import: the file as the draft keeps it with notes about its changes, or the reasons why it is
 *  refused. */
export type Imported = { content: string; notes: Text[] } | { findings: ProcessFinding[] };

/** Converts a file from elsewhere for a draft, under a name of ours. Extensions of other tools stay, unless
 *  they belong to another engine. */
export async function importFile({ name, content }: ProcessFile): Promise<Imported> {
  const refuse = (rule: string, message: Text): Imported => ({
    findings: [{ file: name, rule, elementId: '', message }],
  });
  const unfit = findUnacceptable({ name, content });
  if (unfit) return { findings: [unfit] };
  if (name.endsWith('.json'))
    return readableJson(content) ? { content, notes: [] } : refuse('readable', NO_JSON);
  const malformed = findMalformation(content);
  if (malformed) return refuse(malformed.rule, malformed.message);
  const foreign = foreignDialect(content);
  if (foreign) return refuse('dialect', foreignMessage(foreign));
  try {
    return name.endsWith('.dmn') ? await readTable(content) : await convertForeign(name, content);
  } catch (error) {
    const reason = (error as Error).message.slice(0, 200);
    return refuse('readable', {
      fa: `فایل خوانا نیست یا آن چیزی نیست که پسوندش می‌گوید: ${reason}`,
      en: `The file cannot be read, or is not what its ending says: ${reason}`,
    });
  }
}

const NO_JSON: Text = {
  fa: 'فایل JSON درستی نیست.',
  en: 'The file is not correct JSON.',
};

const readableJson = (content: string): boolean => {
  try {
    return typeof JSON.parse(content) === 'object';
  } catch {
    return false;
  }
};

const foreignMessage = ({ engine, uses }: { engine: string; uses: string[] }): Text => ({
  fa: `این نمودار برای ${engine} نوشته شده است، نه برای موتور این سامانه (Camunda Cloud ${ENGINE_VERSION}). این بخش‌ها نمی‌توانند بیایند: ${uses.join('، ') || 'افزوده‌های آن موتور'}. شکل نمودار را بی این افزوده‌ها بیرون ببرید و دوباره بیاورید.`,
  en: `This diagram is written for ${engine}, not for the engine of this system (Camunda Cloud ${ENGINE_VERSION}). These parts cannot come over: ${uses.join(', ') || 'the extensions of that engine'}. Export it without them and import it again.`,
});

async function readTable(content: string): Promise<Imported> {
  await new DmnModdle().fromXML(content, 'dmn:Definitions');
  return { content, notes: [] };
}

/** Adds only what is missing or would not fit: the platform, the key of the process, and that it is
 *  executable. */
async function convertForeign(name: string, content: string): Promise<Imported> {
  const moddle = new BpmnModdle({ zeebe });
  const { rootElement, warnings } = await moddle.fromXML(content);
  const unreadable = warnings.filter(({ message }) => /unparsable|unresolved|duplicate/i.test(message));
  if (unreadable.length > 0) throw new Error(unreadable.map(({ message }) => message).join('; '));
  const root = rootElement as Element & { $attrs: Record<string, string> };
  const processes = (root.rootElements ?? []).filter(({ $type }) => $type === 'bpmn:Process');
  const [process] = processes;
  if (!process) throw new Error('no process / فرایندی در آن نیست');
  const key = name.replace(/\.bpmn$/, '');
  const notes: Text[] = [];
  if (!root.$attrs['modeler:executionPlatform']) {
    root.$attrs['xmlns:modeler'] ??= 'http://camunda.org/schema/modeler/1.0';
    root.$attrs['modeler:executionPlatform'] = 'Camunda Cloud';
    root.$attrs['modeler:executionPlatformVersion'] = `${ENGINE_VERSION}.0`;
    notes.push({
      fa: `نمودار نمی‌گفت برای کدام موتور است؛ برای Camunda Cloud ${ENGINE_VERSION} گرفته شد.`,
      en: `The diagram did not say which engine it is for; it was taken as one for Camunda Cloud ${ENGINE_VERSION}.`,
    });
  }
  if (processes.length === 1 && process.id !== key) {
    notes.push({
      fa: `شناسهٔ فرایند از «${process.id}» به «${key}» تغییر کرد.`,
      en: `The id of the process was changed from “${process.id}” to “${key}”.`,
    });
    process.id = key;
  }
  if (process['isExecutable'] !== true) {
    process['isExecutable'] = true;
    notes.push({ fa: 'فرایند اجراپذیر شد.', en: 'The process was made executable.' });
  }
  if (notes.length === 0) return { content, notes };
  return { content: (await moddle.toXML(rootElement, { format: true })).xml, notes };
}
