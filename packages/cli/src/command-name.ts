/** What a user types before a subcommand: `npx lithops` when that is how this one was started. */
export function commandName(environment: NodeJS.ProcessEnv = process.env): string {
  return environment['npm_command'] === 'exec' ? 'npx lithops' : 'lithops';
}
