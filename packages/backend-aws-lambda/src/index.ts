export { awsLambda, awsLambda as default } from './plugin.js';
