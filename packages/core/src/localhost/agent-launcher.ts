import { fileURLToPath } from 'node:url';

/** The oldest Node.js that workers run on, as this package's `engines` says. */
const LEAST_VERSION = [20, 19] as const;

/** How the launcher ends on a Node.js that is too old. */
export const TOO_OLD_EXIT_CODE = 86;

/**
 * Arguments of a `node`, whichever version it is, that starts an agent. A version that is too old would stumble over the
 * agent's very syntax, so that it is asked in words that any version knows.
 *
 * @param agent path of the agent's file, there
 * @param processes how many worker processes may be busy
 */
export function agentArguments(agent: string, processes: number): readonly string[] {
  const [major, minor] = LEAST_VERSION;
  const launcher = `
    var version = process.versions.node.split('.').map(Number);
    if (version[0] > ${major} || (version[0] === ${major} && version[1] >= ${minor})) require(process.argv[1]);
    else {
      console.error('Node.js ' + process.versions.node);
      process.exitCode = ${TOO_OLD_EXIT_CODE};
    }`;
  return ['-e', launcher.replace(/\s+/g, ' ').trim(), agent, String(processes)];
}

/** The agent's file on this machine. */
export function agentFile(): string {
  return fileURLToPath(new URL('./localhost-agent.cjs', import.meta.url));
}
