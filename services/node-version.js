// Ends a process whose Node is too old for the gateway, in a sentence. Plain JavaScript, which every Node reads: it comes
// before the loader of TypeScript and before every other module, which may use what an old Node does not have.

const needed = require('../package.json').engines.node.replace('>=', '');
const [leastMajor, leastMinor] = needed.split('.').map(Number);
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
  process.stderr.write(`Tandem needs Node ${needed} or newer; this is Node ${process.versions.node}.\n`);
  process.exit(1);
}
