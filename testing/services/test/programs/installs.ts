// argv: programs and packages, as JSON. Ends well when they are installed.
import { installDebianPackages } from '../../src/install/debian-packages.js';

const reason = await installDebianPackages(JSON.parse(process.argv[2] ?? ''));
if (reason !== undefined) throw new Error(reason);
