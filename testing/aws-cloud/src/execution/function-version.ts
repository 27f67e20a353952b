/** What an environment needs to know of a function; it never changes, because an update makes another one. */
export interface FunctionVersion {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly roleName: string;
  /** `file.function` */
  readonly handler: string;
  /** `nodejs22.x` */
  readonly runtime: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Where the package was unzipped. */
  readonly codeFolder: string;
}

export const latest = '$LATEST';

export function logGroupOf(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}
