/** How workers run in a container, as section `localhost` of the configuration says. */
export interface ContainerSettings {
  readonly image: string;
  /** Calls at once. */
  readonly processes: number;
  /** Name or path of docker or podman; `undefined`: the first of both that is installed. */
  readonly engine: string | undefined;
  /** Arguments of the engine itself, before `run`. */
  readonly engineArguments: readonly string[];
  /** More arguments of `run`. */
  readonly containerArguments: readonly string[];
}
