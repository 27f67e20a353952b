import { randomBytes } from 'node:crypto';
import type { AwsCredentials } from '../identity/identity.js';

/** A role that functions run as, as it is asked for. */
export interface RoleOptions {
  readonly name: string;
  /** Actions that whoever has this role may do. Default: all. */
  readonly allow?: readonly string[];
  /** Services that may assume it. Default: `lambda.amazonaws.com`. */
  readonly trusts?: readonly string[];
  /** How long Lambda does not know it yet. Default: 0. */
  readonly assumableAfterMs?: number;
  /** The keys of its sessions, to be those of a user of another server, such as Ceph. Default: new ones. */
  readonly keys?: AwsCredentials;
}

export interface Role {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly allow: readonly string[];
  readonly trusts: readonly string[];
  readonly keys: AwsCredentials | undefined;
  readonly createdAt: Date;
  readonly assumableAtMs: number;
}

/** All roles of the account. */
export class Roles {
  readonly #accountId: string;
  readonly #byArn = new Map<string, Role>();

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  add(options: RoleOptions): Role {
    const role: Role = {
      name: options.name,
      arn: `arn:aws:iam::${this.#accountId}:role/${options.name}`,
      id: `AROA${randomBytes(9).toString('hex').toUpperCase().slice(0, 17)}`,
      allow: options.allow ?? ['*'],
      trusts: options.trusts ?? ['lambda.amazonaws.com'],
      keys: options.keys,
      createdAt: new Date(),
      assumableAtMs: Date.now() + (options.assumableAfterMs ?? 0),
    };
    this.#byArn.set(role.arn, role);
    return role;
  }

  remove(name: string): void {
    this.#byArn.delete(`arn:aws:iam::${this.#accountId}:role/${name}`);
  }

  isOfAccount(arn: string): boolean {
    return arn.split(':')[4] === this.#accountId;
  }

  named(name: string): Role | undefined {
    return [...this.#byArn.values()].find((role) => role.name === name);
  }

  /** The role, if that service can have it by now. */
  assumableBy(service: string, arn: string): Role | undefined {
    const role = this.#byArn.get(arn);
    return role?.trusts.includes(service) && role.assumableAtMs <= Date.now() ? role : undefined;
  }
}
