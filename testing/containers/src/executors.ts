import { execFileSync } from 'node:child_process';
import { type ExecutorOptions, FunctionExecutor } from '@lithops/core';
import { inject, onTestFinished } from 'vitest';
import type { PodmanUnderTest } from './podman.js';

const given = inject('podman');

/** Why these tests cannot run here; `undefined`: they can. */
export const whyNot = typeof given === 'string' ? given : undefined;

/** The podman of these tests. */
export function podman(): PodmanUnderTest {
  if (typeof given === 'string') throw new Error(given);
  return given;
}

/** Options of an executor whose workers run in a real container. */
export function contained(options: ExecutorOptions = {}): ExecutorOptions {
  const { image, engineArguments, containerArguments } = podman();
  const localhost = {
    container_engine: 'podman',
    container_engine_args: engineArguments,
    container_args: containerArguments,
  };
  return { progress: false, runtime: image, workerProcesses: 2, config: { localhost }, ...options };
}

/** An executor that is closed when the test ends; what `close` thinks of its failures is of no interest. */
export function executor(options?: ExecutorOptions): FunctionExecutor {
  const exec = new FunctionExecutor(contained(options));
  onTestFinished(() => exec.close().catch(() => undefined));
  return exec;
}

/** What podman says. */
export function ask(...command: readonly string[]): string {
  return execFileSync('podman', [...podman().engineArguments, ...command], { encoding: 'utf8' }).trim();
}

/** Names of the containers that there are, in whatever state. */
export function containers(): readonly string[] {
  return ask('ps', '--all', '--format', '{{.Names}}').split('\n').filter(Boolean);
}
