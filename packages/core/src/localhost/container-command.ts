import { randomBytes } from 'node:crypto';
import { agentArguments } from './agent-launcher.js';
import { ContainerEngine } from './container-engine.js';
import { type FailedStart, startFailure } from './container-failure.js';
import { agentFileInContainer, type Mount, packageMounts } from './container-mounts.js';
import type { ContainerSettings } from './container-settings.js';
import { defaultStorageRoot, openStorageRoot, STORAGE_ROOT_VARIABLE } from './localhost-storage-root.js';

/** A container that is to be started. */
export interface ContainerCommand {
  /** Of the container. */
  readonly name: string;
  readonly file: string;
  readonly arguments: readonly string[];
  /** Ends and deletes it, whatever state it is in. */
  remove(): Promise<void>;
  /** Why there is none, when it ended before it was ready. */
  failure(end: Pick<FailedStart, 'code' | 'signal' | 'stderr'>): Error;
  /** Why there is none, when the command could not be executed. */
  missing(cause: Error): Error;
}

/**
 * How to start a container whose agent talks over standard input and output. It sees this package's files and the storage of
 * this machine, nothing else of its file system or environment.
 *
 * @throws {LithopsError} `LITHOPS_CONTAINER_FAILED`
 */
export async function containerCommand(settings: ContainerSettings): Promise<ContainerCommand> {
  const { image, processes, containerArguments } = settings;
  const engine = new ContainerEngine(settings);
  const name = `lithops-${randomBytes(8).toString('hex')}`;
  const storage = await openStorageRoot(defaultStorageRoot());
  const mounts = [...packageMounts(), { source: storage, target: storage, isReadOnly: false }];
  return {
    name,
    file: engine.command,
    arguments: engine.arguments(
      'run',
      ...['--rm', '--interactive', '--name', name],
      // What the agent says is for this program alone; by default engines keep a copy on disk.
      ...['--log-driver', 'none'],
      // Labels of SELinux would hide the folders; changing theirs would change this machine.
      ...['--security-opt', 'label=disable'],
      ...(await engine.userArguments()),
      ...mounts.flatMap((mount) => ['--mount', mountArgument(mount)]),
      ...['--env', `${STORAGE_ROOT_VARIABLE}=${storage}`],
      ...['--entrypoint', 'node'],
      ...containerArguments,
      image,
      ...agentArguments(agentFileInContainer(), processes),
    ),
    remove: () => engine.remove(name),
    failure: (end) => startFailure({ ...end, image, engine: engine.command }),
    missing: (cause) => engine.missing(cause),
  };
}

/** The argument is a line of CSV, for docker and podman alike. */
export function mountArgument({ source, target, isReadOnly }: Mount): string {
  const fields = ['type=bind', `source=${source}`, `target=${target}`, ...(isReadOnly ? ['readonly'] : [])];
  return fields.map((field) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}
