// `@lithops/core/config`: what programs that show and check configurations need, the `lithops` command above all.
export { chosenPlugins } from './config/chosen-plugins.js';
export {
  type Configuration,
  type ConfigurationCheck,
  checkConfiguration,
  describeOrigin,
  initialConfigFile,
  type Origin,
  resolveConfiguration,
} from './config/index.js';
export { builtins } from './executor/builtins.js';
export { resolvePlugin } from './plugins/index.js';
