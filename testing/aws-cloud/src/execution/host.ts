/** How the program of an environment has ended. */
export interface HostEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** It was over its memory, and the host itself has noticed. */
  readonly outOfMemory?: boolean;
}

/** What runs an environment. */
export interface RunningHost {
  readonly ended: Promise<HostEnd>;
  /** Nothing in it runs until {@link RunningHost.thaw}. */
  freeze(): void;
  thaw(): void;
  kill(): void;
  /** What is resident now; 0 when it is gone. `undefined`: nobody can tell, and there is no limit. */
  readonly memoryBytes: (() => number) | undefined;
}

export interface LaunchOptions {
  readonly codeFolder: string;
  /** The whole environment: nothing is inherited. */
  readonly variables: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  /** The program that `runtime` stands for. */
  readonly nodeProgram: string;
  onLine(line: string): void;
}

/** Starts programs of environments: a process each, or threads that share some. */
export interface HostLauncher {
  launch(options: LaunchOptions): RunningHost;
  stop(): Promise<void>;
}

/** Half of what is not old space is where new objects go, as in Lambda's own start of Node. */
export function heapLimits(memoryMb: number): { readonly oldSpaceMb: number; readonly semiSpaceMb: number } {
  const newSpaceMb = Math.floor(memoryMb / 10);
  return { oldSpaceMb: memoryMb - newSpaceMb, semiSpaceMb: Math.max(1, Math.floor(newSpaceMb / 2)) };
}
