/** Keys, as the SDK takes them. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A user or the session of a role, and what it may do. */
export interface Identity {
  readonly arn: string;
  /** As in `GetCallerIdentity`. */
  readonly userId: string;
  readonly credentials: AwsCredentials;
  readonly expiresAt?: Date;
  /** Actions such as `lambda:InvokeFunction`, with `*` for anything. */
  readonly allow: readonly string[];
}

/** Does a list of actions such as `lambda:*` have this action in it? IAM does not look at the case. */
export function allows(allow: readonly string[], action: string): boolean {
  return allow.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
  });
}
