/** A pair of keys. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** An S3 server as tests see it: nothing but data, so that it travels from vitest's set-up to the tests. */
export interface S3Server {
  /** Such as `http://127.0.0.1:41007`; buckets are the first part of the path. */
  readonly endpoint: string;
  readonly region: string;
  /** Of a user who may make buckets. */
  readonly credentials: S3Credentials;
  /**
   * Of a user who owns nothing and may make no bucket: whatever is the other's answers 403. `undefined` when the server was
   * named by the environment without such a user.
   */
  readonly stranger?: S3Credentials | undefined;
}
