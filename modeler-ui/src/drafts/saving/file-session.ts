import type { ProcessFinding } from '#common/contract/process-definitions.ts';
import type { DraftFileContent, SavedDraftFile } from '#common/contract/process-drafts.ts';
import { codeOf, ProblemError } from '#ui/api/problem-error.ts';
import type { LocalBackup } from './local-backup.ts';

export type SaveStatus = 'saved' | 'unsaved' | 'saving' | 'offline' | 'conflict' | 'refused';

export type SessionState = {
  /** null where the draft takes the file away. */
  content: string | null;
  /** The version on the server that the content was written over. */
  version: number;
  status: SaveStatus;
  /** The content was brought back from this browser. */
  restored: boolean;
  /** This browser keeps no copies. */
  withoutBackup: boolean;
  /** What is saved on the server instead, while both are to be looked at. */
  theirs: DraftFileContent | null;
  /** Why saving was refused. */
  error: unknown;
  /** Why the file cannot be read, as the server said. */
  findings: readonly ProcessFinding[];
};

type Deps = {
  read(): Promise<DraftFileContent>;
  save(content: string, expectedVersion: number): Promise<SavedDraftFile>;
  backup: LocalBackup;
  onSaved(): void;
  /** Quiet time before a change is sent, and before a failed try is repeated, in ms. */
  quietMs?: number;
  againMs?: number;
};

/** One file of a draft while somebody works on it: every change goes to this browser first and to the server a moment later. */
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

  /** Reads the file, and what this browser kept of it. */
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

  /** Sends what is not saved yet, now. */
  flush = async (): Promise<void> => {
    clearTimeout(this.#timer);
    if (this.#sending) await this.#sending;
    if (!['saved', 'conflict'].includes(this.#state.status)) await this.#send();
  };

  /** Takes in what somebody else saved, unless there is something of one's own to save. */
  refresh = async (): Promise<void> => {
    if (this.#state.status !== 'saved') return;
    const { content, version } = await this.#deps.read();
    if (this.#state.status === 'saved') this.#set({ content, version, findings: [] });
  };

  /** Ends a conflict: one's own text goes on from the saved version, or the saved text is taken. */
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

  /** Copies are written one after the other, so that the last one stays. */
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
    if (codeOf(error) !== 'changed-meanwhile') return this.#set({ status: 'refused', error });
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
