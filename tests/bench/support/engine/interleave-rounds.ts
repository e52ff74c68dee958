/** Runs contestants in turn for a number of rounds. Every other round has the reverse order, so that none
 *  always follows the same one. Nothing runs concurrently.
 *  @returns the results of each contestant, by round */
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
