/** Lets contestants take turns, so many rounds; every other round goes the other way round, so that none always comes after the same.
 *  Nothing runs beside anything else.
 *  @returns what each answered, by round */
export async function interleaveRounds<Name extends string, Answer>(
  rounds: number,
  contestants: Record<Name, () => Promise<Answer>>,
): Promise<Record<Name, Answer[]>> {
  const names = Object.keys(contestants) as Name[];
  const answers = Object.fromEntries(names.map((name) => [name, [] as Answer[]])) as Record<Name, Answer[]>;
  for (let round = 0; round < rounds; round += 1)
    for (const name of round % 2 === 0 ? names : names.toReversed())
      answers[name].push(await contestants[name]());
  return answers;
}
