import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { DraftFileContent, SavedDraftFile } from '#common/contract/process-drafts.ts';
import { FileSession } from '#modeler-ui/drafts/saving/file-session.ts';
import type { LocalCopy } from '#modeler-ui/drafts/saving/local-backup.ts';
import { ProblemError } from '#ui/api/problem-error.ts';

/** Pauses of a session before it saves a change, and before it tries again. */
export const QUIET_MS = 1_200;
export const AGAIN_MS = 5_000;

/** Lets time go by on a stopped clock, and what is due happen. */
export async function pass(ms: number): Promise<void> {
  mock.timers.tick(ms);
  await turn();
}

/** File of a draft on the server, and its backup in the browser. A test may take the network away, hold or
 *  refuse saves, and change the file as a colleague. */
export class DraftFile {
  stored: DraftFileContent;
  backup: LocalCopy | undefined;
  backupWorks = true;
  online = true;
  readable = true;
  holdsSaves = false;
  refusal: ProblemError | undefined;
  savesAtOnce = 0;
  mostSavesAtOnce = 0;
  told = 0;
  readonly sent: { content: string; expectedVersion: number }[] = [];
  #waiting: (() => void)[] = [];

  constructor(content: string) {
    const name = 'road-defect.bpmn';
    this.stored = { name, content, version: 1, sha256: null, savedBy: 'sara', savedAt: null };
  }

  open = (): Promise<FileSession> =>
    FileSession.open({
      read: async () => {
        if (!this.readable) throw new ProblemError('network', 0);
        return this.stored;
      },
      save: (content, expectedVersion) => this.#save(content, expectedVersion),
      backup: {
        read: () => this.#kept(() => this.backup),
        write: (copy) => this.#kept(() => void (this.backup = copy)),
        clear: () => this.#kept(() => (this.backup = undefined)),
      },
      onSaved: () => (this.told += 1),
    });

  /** Saves something as a colleague. */
  changeElsewhere(content: string): void {
    this.stored = { ...this.stored, content, version: this.stored.version + 1, savedBy: 'reza' };
  }

  /** Answers the saves that have come so far. */
  async answerSaves(): Promise<void> {
    for (const answer of this.#waiting.splice(0)) answer();
    await turn();
  }

  async #kept<T>(use: () => T): Promise<T> {
    if (!this.backupWorks) throw new Error('this browser stores nothing');
    return use();
  }

  async #save(content: string, expectedVersion: number): Promise<SavedDraftFile> {
    this.sent.push({ content, expectedVersion });
    this.savesAtOnce += 1;
    this.mostSavesAtOnce = Math.max(this.mostSavesAtOnce, this.savesAtOnce);
    try {
      if (this.holdsSaves) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      if (!this.online) throw new ProblemError('network', 0);
      if (this.refusal) throw this.refusal;
      if (expectedVersion !== this.stored.version) throw new ProblemError('version-conflict', 409);
      this.stored = { ...this.stored, content, version: expectedVersion + 1 };
      const { name, version, sha256 } = this.stored;
      return { name, version, sha256, savedBy: 'sara', savedAt: '2026-11-23T10:00:00.000Z', findings: [] };
    } finally {
      this.savesAtOnce -= 1;
    }
  }
}
