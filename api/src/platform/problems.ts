/** Error that a module throws when a rule is broken. The code is stable and documented in docs/problems.md;
 *  the handler in `problem-handler.ts` turns it into RFC 9457. `detail` is shown to people, so it holds no
 *  secret and no personal data. */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly status: number;
  abstract readonly title: string;
  /** Extra members of the problem, such as `errors` or `version`. */
  readonly extra: Record<string, unknown> = {};

  constructor(
    readonly detail?: string,
    options?: { cause?: unknown },
  ) {
    super(detail, options);
  }
}

export type ProblemFacts = { code: string; status: number; title: string };

const catalogue = new Map<string, ProblemFacts>();

/** Returns the code, status and title of a declared problem, for the OpenAPI document. */
export const problemFacts = (code: string): ProblemFacts | undefined => catalogue.get(code);

/** Returns every problem that the loaded modules declare. */
export const allProblems = (): ProblemFacts[] => [...catalogue.values()];

/** Declares a problem: the class to throw, and its entry in the catalogue.
 *  @throws when the code is taken */
export function defineProblem(facts: ProblemFacts) {
  if (catalogue.has(facts.code)) throw new Error(`The problem ${facts.code} is declared twice`);
  catalogue.set(facts.code, facts);
  const Defined = class extends DomainError {
    readonly code = facts.code;
    readonly status = facts.status;
    readonly title = facts.title;
    override readonly extra: Record<string, unknown>;
    constructor(detail?: string, extra: Record<string, unknown> = {}, options?: { cause?: unknown }) {
      super(detail, options);
      this.extra = extra;
    }
  };
  return Object.assign(Defined, { facts });
}
