// Opens executors and stores and uses none of them.
import { FunctionExecutor, Storage } from '@lithops/core';

new FunctionExecutor();
new Storage();
console.log('opened');
