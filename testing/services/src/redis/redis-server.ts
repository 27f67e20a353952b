/** A Redis server that tests can use. */
export interface RedisServer {
  /** Of a user who may do everything, with the password. */
  readonly url: string;
  /** As it is, not as the URL has it. */
  readonly password: string;
}
