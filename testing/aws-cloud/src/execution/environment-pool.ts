import type { Environment } from './environment.js';
import type { Invocation, InvocationResult } from './invocation.js';

/**
 * The environments of one version of a function: an event goes to one that is warm and free, the one used last, or else to a
 * new one. How many there may be is not decided here.
 */
export class EnvironmentPool {
  readonly #create: () => Environment;
  readonly #idleMs: number;
  readonly #idle: Environment[] = [];
  readonly #busy = new Set<Environment>();
  readonly #expiries = new Map<Environment, NodeJS.Timeout>();
  #retired = false;
  #created = 0;

  /** @param idleMs how long a free environment is kept */
  constructor(create: () => Environment, idleMs: number) {
    this.#create = create;
    this.#idleMs = idleMs;
  }

  /** How many environments there have been. */
  get created(): number {
    return this.#created;
  }

  async run(invocation: Invocation): Promise<InvocationResult> {
    const environment = this.#take();
    this.#busy.add(environment);
    try {
      return await environment.run(invocation);
    } finally {
      this.#busy.delete(environment);
      if (environment.warm && !this.#retired) this.#keep(environment);
      else await environment.end();
    }
  }

  /** No new events: the function was changed or deleted. What runs may end. */
  async retire(): Promise<void> {
    this.#retired = true;
    for (const timer of this.#expiries.values()) clearTimeout(timer);
    this.#expiries.clear();
    await Promise.all(this.#idle.splice(0).map((environment) => environment.end()));
  }

  /** Ends everything. */
  async end(): Promise<void> {
    await this.retire();
    await Promise.all([...this.#busy].map((environment) => environment.end()));
  }

  #take(): Environment {
    for (let free = this.#idle.pop(); free !== undefined; free = this.#idle.pop()) {
      clearTimeout(this.#expiries.get(free));
      this.#expiries.delete(free);
      if (free.warm) return free;
    }
    this.#created += 1;
    return this.#create();
  }

  #keep(environment: Environment): void {
    this.#idle.push(environment);
    const timer = setTimeout(() => {
      this.#expiries.delete(environment);
      const at = this.#idle.indexOf(environment);
      if (at !== -1) this.#idle.splice(at, 1);
      void environment.end();
    }, this.#idleMs);
    timer.unref();
    this.#expiries.set(environment, timer);
  }
}
