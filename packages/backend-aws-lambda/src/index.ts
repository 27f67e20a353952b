export { awsLambda } from './plugin.js';
