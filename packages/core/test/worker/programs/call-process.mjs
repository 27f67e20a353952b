import { isCallProcess, makeHost, serveCalls } from '@lithops/core/worker';

/** A worker whose call processes cannot read their payload: their store is gone. */
if (!isCallProcess()) throw new Error('Expected to be started to run calls.');
const openStorage = () => Promise.reject(new Error('the store is gone'));
serveCalls(() => ({ host: { ...makeHost(undefined), openStorage }, end: () => undefined }));
