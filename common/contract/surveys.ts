import { type Static, Type } from '@sinclair/typebox';
import { Closed, Nullable, OneOf, Slug, Text, Timestamp } from './common.ts';

export const SURVEYS = ['short', 'servqual'] as const;
export const SurveyKey = OneOf(SURVEYS);
export type SurveyKey = Static<typeof SurveyKey>;

const Scale = Closed({ from: Type.Integer(), to: Type.Integer() });

const ShortItem = Type.Union([
  Closed({
    key: Slug,
    kind: Type.Literal('scale'),
    from: Type.Integer(),
    to: Type.Integer(),
    required: Type.Boolean(),
    text: Text,
    low: Text,
    high: Text,
  }),
  Closed({
    key: Slug,
    kind: Type.Literal('choices'),
    required: Type.Boolean(),
    text: Text,
    choices: Type.Array(Closed({ key: Slug, text: Text })),
  }),
  Closed({
    key: Slug,
    kind: Type.Literal('text'),
    required: Type.Boolean(),
    maxLength: Type.Integer(),
    text: Text,
  }),
]);
export type ShortItem = Static<typeof ShortItem>;

export const ShortQuestionnaire = Closed({
  kind: Type.Literal('short'),
  title: Text,
  intro: Text,
  items: Type.Array(ShortItem),
});
export type ShortQuestionnaire = Static<typeof ShortQuestionnaire>;

export const SERVQUAL_DIMENSIONS = [
  'tangibles',
  'reliability',
  'responsiveness',
  'assurance',
  'empathy',
] as const;
export type ServqualDimension = (typeof SERVQUAL_DIMENSIONS)[number];

/** 22 sentences, each rated twice: for an excellent organisation (expectation) and for the ministry
 *  (perception). */
export const ServqualQuestionnaire = Closed({
  kind: Type.Literal('servqual'),
  title: Text,
  intro: Text,
  expectation: Text,
  perception: Text,
  low: Text,
  high: Text,
  scale: Scale,
  weights: Text,
  dimensions: Type.Array(
    Closed({
      key: OneOf(SERVQUAL_DIMENSIONS),
      name: Text,
      about: Text,
      items: Type.Array(
        Closed({
          number: Type.Integer({ minimum: 1 }),
          text: Text,
          reversed: Type.Boolean({ description: 'Worded negatively: scored from the other end' }),
        }),
      ),
    }),
  ),
});
export type ServqualQuestionnaire = Static<typeof ServqualQuestionnaire>;

export const Questionnaire = Type.Union([ShortQuestionnaire, ServqualQuestionnaire]);
export type Questionnaire = Static<typeof Questionnaire>;

const Token = Type.String({ minLength: 20, maxLength: 400 });

export const SurveyToken = Closed({ token: Token });
export type SurveyToken = Static<typeof SurveyToken>;

export const OfferedSurvey = Closed({
  survey: SurveyKey,
  state: OneOf(['open', 'answered', 'closed']),
  questionnaire: Nullable(Questionnaire),
  service: Text,
  openUntil: Timestamp,
});
export type OfferedSurvey = Static<typeof OfferedSurvey>;

/** Values by item. The short survey uses the keys of its items, with choices as `reasons.speed`: 1. SERVQUAL
 *  uses `e1`…`e22`, `p1`…`p22`, and points by dimension as `w.empathy`. */
export const AnswerSurvey = Closed({
  token: Token,
  values: Type.Record(
    Type.String({ pattern: '^[a-z0-9.-]{1,60}$' }),
    Type.Integer({ minimum: 0, maximum: 100 }),
    {
      maxProperties: 60,
    },
  ),
  comment: Type.Optional(Type.String({ maxLength: 2000 })),
});
export type AnswerSurvey = Static<typeof AnswerSurvey>;

export const SurveyThanks = Closed({ survey: SurveyKey, answeredAt: Timestamp });
export type SurveyThanks = Static<typeof SurveyThanks>;
