/** The functions of a test runner that suites need; vitest, Jest and node:test have them. */
export interface TestRunner {
  /** A group of tests. */
  describe(name: string, body: () => void): unknown;
  /** One test. */
  it(name: string, body: () => Promise<void> | void): unknown;
  /** Before the tests of a group. */
  beforeAll(body: () => Promise<void>): unknown;
  /** After the tests of a group, also when some failed. */
  afterAll(body: () => Promise<void>): unknown;
}
