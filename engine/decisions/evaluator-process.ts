import { endWithParent } from '#common/node/child-process.ts';
import { type Evaluation, resultOf } from './evaluate.ts';
import type { EvaluationRequest } from './evaluator.ts';

type EvaluatorReply = { id: number } & ({ json: string } | { error: string });

const answerTo = ({ id, evaluation }: EvaluationRequest): EvaluatorReply => {
  try {
    return { id, json: resultOf(JSON.parse(evaluation) as Evaluation) };
  } catch (error) {
    return { id, error: (error as Error).message.slice(0, 1_000) };
  }
};

/* Evaluates one expression after the other for the engine; see evaluator.ts. */
endWithParent();
process.on('message', (question: EvaluationRequest) => process.send?.(answerTo(question)));
process.send?.('ready');
