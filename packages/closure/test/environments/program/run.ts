import { captureAll } from './capture-all.js';

captureAll(String(process.env['CAPSULES'])).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
