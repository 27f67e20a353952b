/**
 * Who may import whom, as data (docs/architecture.md says why). Data goes one way: function and input → job → activations
 * → worker → outcomes → futures; nothing downstream calls back upstream.
 */

/** For each folder of core, the folders it must not import values from. Folders without a line may import any. */
export const coreLayers: Readonly<Record<string, readonly string[]>> = {
  errors: allBut([]),
  spec: allBut(['errors']),
  log: allBut(['errors', 'spec']),
  plugins: allBut(['errors', 'spec', 'log', 'config']),
  config: allBut(['errors', 'spec', 'log', 'plugins']),
  wire: ['executor', 'dispatch', 'job', 'monitor', 'worker', 'localhost', 'config', 'plugins'],
  storage: ['executor', 'dispatch', 'job', 'monitor', 'worker', 'localhost', 'objects'],
  objects: allBut(['errors', 'spec', 'storage']),
  monitor: ['executor', 'dispatch', 'job', 'worker', 'localhost'],
  worker: ['executor', 'dispatch', 'job', 'config', 'localhost', 'bundle', 'packages'],
  bundle: allBut(['errors', 'spec']),
  packages: allBut(['errors', 'spec', 'config', 'bundle']),
  job: ['executor', 'dispatch', 'worker', 'localhost'],
  persist: ['executor', 'worker', 'localhost', 'config', 'plugins'],
  dispatch: ['executor', 'worker', 'localhost', 'config', 'plugins'],
  localhost: ['executor', 'dispatch', 'job'],
};

/** The layer that a file of core counts to, when it is not its folder's: workers open the store of this machine, too. */
export const otherLayer: readonly (readonly [prefix: string, layer: string])[] = [
  ['localhost/localhost-storage', 'storage'],
];

/** What spec/ may take values from: the one error that a transport throws is an error of the family. */
export const specMayImport: readonly string[] = ['errors'];

function allBut(allowed: readonly string[]): readonly string[] {
  const folders =
    'errors spec log plugins config wire storage objects monitor worker bundle packages job dispatch persist localhost executor';
  return folders.split(' ').filter((folder) => !allowed.includes(folder));
}

/** May a published package depend on another? Plug-ins stand on core and on what their cloud shares, never on each other. */
export function mayDependOn(owner: string, target: string): boolean {
  const special: Readonly<Record<string, readonly string[]>> = {
    '@lithops/closure': [],
    '@lithops/core': ['@lithops/closure'],
    '@lithops/conformance': ['@lithops/core'],
    '@lithops/cli': ['@lithops/core'],
    lithops: ['@lithops/core', '@lithops/cli'],
    '@lithops/aws': ['@lithops/core'],
    '@lithops/standalone': ['@lithops/core'],
  };
  return (special[owner] ?? pluginMayDependOn(owner)).includes(target);
}

function pluginMayDependOn(owner: string): readonly string[] {
  const allowed = ['@lithops/core'];
  if (/aws|s3/.test(owner)) allowed.push('@lithops/aws');
  if (/ec2|vm/.test(owner)) allowed.push('@lithops/standalone');
  return allowed;
}
