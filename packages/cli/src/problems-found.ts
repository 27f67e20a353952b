/** A command that looked for problems has found some; each is told on a line of its own. */
export class ProblemsFound extends Error {
  override readonly name = 'ProblemsFound';
  readonly problems: readonly Error[];

  constructor(problems: readonly Error[]) {
    super(`${problems.length} problems`);
    this.problems = problems;
  }
}
