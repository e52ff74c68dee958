import type { ProcessFinding } from '#common/contract/process-definitions.ts';
import type { DraftFileContent, SavedDraftFile } from '#common/contract/process-drafts.ts';
import { codeOf, ProblemError } from '#ui/api/problem-error.ts';
import type { LocalBackup } from './local-backup.ts';

export type SaveStatus = 'saved' | 'unsaved' | 'saving' | 'offline' | 'conflict' | 'refused';

export type SessionState = {
  /** Null if the draft deletes the file. */
  content: string | null;
  /** Server version that the content is based on. */
  version: number;
  status: SaveStatus;
  /** True if the content was restored from this browser's backup. */
  restored: boolean;
  /** True if this browser cannot store backups. */
  withoutBackup: boolean;
  /** The conflicting version on the server, while the user compares both. */
  theirs: DraftFileContent | null;
  /** Reason why saving was rejected. */
  error: unknown;
  /** Reasons why the file cannot be parsed, as reported by the server. */
  findings: readonly ProcessFinding[];
};

type Deps = {
  read(): Promise<DraftFileContent>;
  save(content: string, expectedVersion: number): Promise<SavedDraftFile>;
  backup: LocalBackup;
  onSaved(): void;
  /** Delay after a change before it is saved, and delay before a failed save is retried, in ms. */
  quietMs?: number;
  againMs?: number;
};

/** Editing session of one file of a draft. Every change goes to this browser's backup at once and to the
 *  server a moment later. */
export class FileSession {
  #state: SessionState;
  #deps: Deps;
  #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> | undefined;
  #keeping: Promise<void> = Promise.resolve();

  private constructor(deps: Deps, state: SessionState) {
    this.#deps = deps;
    this.#state = state;
  }

  /** Loads the file and this browser's backup of it. */
  static async open(deps: Deps): Promise<FileSession> {
    const loaded = await deps.read();
    let withoutBackup = false;
    const kept = await deps.backup.read().catch(() => void (withoutBackup = true));
    const session = new FileSession(deps, {
      content: loaded.content,
      version: loaded.version,
      status: 'saved',
      restored: false,
      withoutBackup,
      theirs: null,
      error: null,
      findings: [],
    });
    if (!kept || kept.content === loaded.content) return session;
    if (kept.version === loaded.version) {
      session.#set({ content: kept.content, status: 'unsaved', restored: true });
      session.#later(0);
    } else session.#set({ content: kept.content, status: 'conflict', restored: true, theirs: loaded });
    return session;
  }

  state = (): SessionState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  edit = (content: string): void => {
    if (content === this.#state.content) return;
    const { status } = this.#state;
    this.#set({ content, status: status === 'conflict' ? 'conflict' : 'unsaved' });
    this.#keep();
    if (status !== 'conflict') this.#later(this.#deps.quietMs ?? 1_200);
  };

  /** Saves unsaved changes immediately. */
  flush = async (): Promise<void> => {
    clearTimeout(this.#timer);
    // Another caller may start the next save first.
    while (this.#sending) await this.#sending;
    if (!['saved', 'conflict'].includes(this.#state.status)) await this.#send();
  };

  /** Loads what somebody else saved, unless there are unsaved changes. */
  refresh = async (): Promise<void> => {
    if (this.#state.status !== 'saved') return;
    const { content, version } = await this.#deps.read();
    if (this.#state.status === 'saved') this.#set({ content, version, findings: [] });
  };

  /** Resolves a conflict: either saves one's own text over the server's version, or takes that version. */
  resolve = async (choice: 'mine' | 'theirs'): Promise<void> => {
    const { theirs } = this.#state;
    if (!theirs) return;
    if (choice === 'mine') {
      this.#set({ version: theirs.version, theirs: null, status: 'unsaved' });
      this.#keep();
      return this.flush();
    }
    this.#set({ content: theirs.content, version: theirs.version, theirs: null, status: 'saved' });
    await this.#forget();
  };

  dismissRestored = (): void => this.#set({ restored: false });

  #set(changes: Partial<SessionState>): void {
    this.#state = { ...this.#state, ...changes };
    for (const listener of this.#listeners) listener();
  }

  /** Writes backups one after the other, so that the latest one wins. */
  #keep(): void {
    this.#keeping = this.#keeping.then(async () => {
      const { content, version } = this.#state;
      if (content === null) return;
      await this.#deps.backup.write({ content, version }).then(
        () => this.#state.withoutBackup && this.#set({ withoutBackup: false }),
        () => this.#set({ withoutBackup: true }),
      );
    });
  }

  #forget(): Promise<void> {
    this.#keeping = this.#keeping.then(() => this.#deps.backup.clear().catch(() => undefined));
    return this.#keeping;
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), ms);
  }

  async #send(): Promise<void> {
    this.#sending = this.#try().finally(() => (this.#sending = undefined));
    await this.#sending;
  }

  async #try(): Promise<void> {
    await this.#keeping;
    const { content, version } = this.#state;
    if (content === null) return;
    this.#set({ status: 'saving', error: null });
    try {
      const saved = await this.#deps.save(content, version);
      const more = this.#state.content !== content;
      this.#set({ version: saved.version, findings: saved.findings, status: more ? 'unsaved' : 'saved' });
      if (more) {
        this.#keep();
        this.#later(this.#deps.quietMs ?? 1_200);
      } else await this.#forget();
      this.#deps.onSaved();
    } catch (error) {
      await this.#failed(error);
    }
  }

  async #failed(error: unknown): Promise<void> {
    const away = !(error instanceof ProblemError) || error.status === 0 || error.status >= 500;
    if (away) {
      this.#set({ status: 'offline', error });
      return this.#later(this.#deps.againMs ?? 5_000);
    }
    if (codeOf(error) !== 'version-conflict') return this.#set({ status: 'refused', error });
    try {
      const theirs = await this.#deps.read();
      if (theirs.content !== this.#state.content) return this.#set({ status: 'conflict', theirs });
      this.#set({ version: theirs.version, status: 'saved' });
      await this.#forget();
    } catch (reading) {
      this.#set({ status: 'offline', error: reading });
      this.#later(this.#deps.againMs ?? 5_000);
    }
  }
}
