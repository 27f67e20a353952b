import { worker } from 'workerpool';

const { default: call } = await import(process.argv[2]);
worker({ call });
