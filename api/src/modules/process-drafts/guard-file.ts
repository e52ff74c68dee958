import {
  MAX_PROCESS_FILE,
  processFileKind,
  type ProcessFile,
  type ProcessFinding,
  type Text,
} from '../../../contract/index.ts';
import { objectionTo, readOrRefuse } from '../process-definitions/index.ts';

/** What makes a text unfit to be kept at all: too large, or XML that no parser should see. */
export function unfitReason({ name, content }: ProcessFile): ProcessFinding | undefined {
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
  const objection = objectionTo(content);
  return objection && finding(objection.rule, objection.message);
}

const megabytes = (length: number): string => String(Math.ceil(length / 10_000) / 100);

/** Why a file cannot be read as what its name says; nothing when it can. Rules are not asked. */
export async function readingFindings(file: ProcessFile): Promise<ProcessFinding[]> {
  const read = await readOrRefuse(file);
  return 'findings' in read ? read.findings : [];
}
