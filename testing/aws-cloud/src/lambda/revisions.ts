import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Environment } from '../execution/environment.js';
import { EnvironmentPool } from '../execution/environment-pool.js';
import { variablesOf } from '../execution/environment-variables.js';
import { type FunctionVersion, latest, logGroupOf } from '../execution/function-version.js';
import type { HostLauncher } from '../execution/host.js';
import { InvocationLog } from '../execution/invocation-log.js';
import { RunningRuntime } from '../execution/running-runtime.js';
import type { Sandbox } from '../execution/sandbox.js';
import type { Role } from '../iam/roles.js';
import type { Identities } from '../identity/identities.js';
import { allows } from '../identity/identity.js';
import type { LogStore } from '../logs/log-store.js';
import type { StoredCode } from './code-store.js';
import type { FunctionConfiguration } from './function-configuration.js';
import type { Revision } from './function-record.js';

const sessionMs = 12 * 3_600_000;

export interface RevisionsParts {
  readonly launcher: HostLauncher;
  readonly sandbox: Sandbox;
  readonly logs: LogStore;
  readonly identities: Identities;
  /** Variables that lead to this double, once it listens. */
  readonly endpoints: () => Readonly<Record<string, string>>;
  readonly environmentsFolder: string;
  readonly runtimeFolder: string;
  readonly nodePrograms: Readonly<Record<string, string>>;
  readonly idleEnvironmentMs: number;
}

export interface RevisionOptions {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly role: Role;
  readonly configuration: FunctionConfiguration;
  readonly code: StoredCode;
  readonly architecture: Revision['architecture'];
}

/** Makes what runs a function: a pool of environments for each state of its code and configuration. */
export class Revisions {
  readonly #parts: RevisionsParts;
  #nextEnvironment = 0;

  constructor(parts: RevisionsParts) {
    this.#parts = parts;
  }

  create(options: RevisionOptions): Revision {
    const { configuration, code, architecture } = options;
    const version: FunctionVersion = {
      name: options.name,
      arn: options.arn,
      region: options.region,
      roleName: options.role.name,
      handler: configuration.imageCommand[0] ?? configuration.handler ?? code.image?.handler ?? '',
      runtime: configuration.runtime ?? 'nodejs22.x',
      memoryMb: configuration.memoryMb,
      timeoutMs: configuration.timeoutSeconds * 1_000,
      environment: configuration.variables,
      codeFolder: code.folder,
    };
    const pool = new EnvironmentPool(
      () => this.#environment(version, options.role),
      this.#parts.idleEnvironmentMs,
    );
    return { configuration, code, architecture, pool };
  }

  #environment(version: FunctionVersion, role: Role): Environment {
    const { logs, identities, launcher, sandbox } = this.#parts;
    const logStream = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[${latest}]${randomBytes(16).toString('hex')}`;
    const mayLog = allows(role.allow, 'logs:PutLogEvents');
    const log = new InvocationLog((message) => {
      if (mayLog) logs.write(version.region, logGroupOf(version.name), logStream, message);
    });
    const temporaryFolder = path.join(this.#parts.environmentsFolder, String(this.#nextEnvironment++));
    mkdirSync(temporaryFolder, { recursive: true });
    sandbox.give(temporaryFolder);
    const { credentials } = identities.addSession({
      roleName: role.name,
      sessionName: version.name,
      allow: role.allow,
      expiresAt: new Date(Date.now() + sessionMs),
      ...(role.keys && { keys: role.keys }),
    });
    const variables = (runtimeApi: string) =>
      variablesOf(version, {
        credentials,
        logStream,
        runtimeApi,
        runtimeFolder: this.#parts.runtimeFolder,
        temporaryFolder,
        endpoints: this.#parts.endpoints(),
      });
    return new Environment({
      version,
      log,
      start: () =>
        RunningRuntime.start(launcher, {
          codeFolder: version.codeFolder,
          memoryMb: version.memoryMb,
          nodeProgram: this.#parts.nodePrograms[version.runtime] ?? process.execPath,
          onLine: (line) => log.line(line),
          variables,
        }),
      remove: () => rmSync(temporaryFolder, { recursive: true, force: true }),
    });
  }
}
