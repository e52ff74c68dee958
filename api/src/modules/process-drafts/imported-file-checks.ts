import { Value } from '@sinclair/typebox/value';
import { InvalidInput } from '#api/platform/common.errors.ts';
import {
  type ImportFile,
  MAX_PROCESS_FILE,
  type ProcessFile,
  processFileKind,
  ProcessFileName,
  type ProcessFinding,
  type Text,
} from '#common/contract/index.ts';
import { findXmlViolation } from '#common/process-files/model/safe-xml.ts';

/** Returns why a text cannot be stored at all: it is too large, or XML that no parser should see. */
export function findUnacceptable({ name, content }: ProcessFile): ProcessFinding | undefined {
  const finding = (rule: string, message: Text): ProcessFinding => ({
    file: name,
    rule,
    elementId: '',
    message,
  });
  if (content.length > MAX_PROCESS_FILE) {
    const [size, most] = [megabytes(content.length), megabytes(MAX_PROCESS_FILE)];
    return finding('size', {
      fa: `فایل ${size} میلیون نویسه دارد؛ بیشترین اندازه ${most} میلیون نویسه است.`,
      en: `The file has ${size} million characters; the most is ${most} million.`,
    });
  }
  if (['form', 'template'].includes(processFileKind(name))) return undefined;
  const objection = findXmlViolation(content);
  return objection && finding(objection.rule, objection.message);
}

const megabytes = (length: number): string => String(Math.ceil(length / 10_000) / 100);

/** Returns the name of ours under which an imported file is saved.
 *  @throws InvalidInput when neither the caller nor the file gives a name that fits */
export function importedName({ fileName, as }: Pick<ImportFile, 'fileName' | 'as'>): string {
  const name = as ?? fileName.replace(/^.*[\\/]/, '').toLowerCase();
  if (Value.Check(ProcessFileName, name)) return name;
  throw new InvalidInput(undefined, {
    errors: [{ path: '/as', rule: 'pattern', message: 'must say under which name the file is kept' }],
  });
}
