/** What makes an image with a worker in it. */
export function buildCommand(runtime: string): string {
  return `\`lithops runtime build -b aws_lambda ${runtime}\``;
}
