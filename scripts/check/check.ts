/** One thing that must hold for the whole project. */
export interface Check {
  /** What a person names it by on the command line. */
  readonly name: string;
  /** @returns what is wrong, one text per problem, each with the place and the fix; empty when all is well */
  run(): Promise<readonly string[]> | readonly string[];
}
