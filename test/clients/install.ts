import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

// What makes clients, compiles and runs them: npm run install:clients. A machine without the tools of a language skips what
// is written in it, and so do the tests; the gate has them all.

const root = join(__dirname, '../..');
const installed = join(root, 'build/clients');

/** The steps of a language, after the program that they need. */
const steps = {
  // Some generators ask for a newer Node than the gateway does, and run on the oldest all the same.
  npm: [`npm ci --prefix ${__dirname} --no-audit --no-fund --ignore-scripts --engine-strict=false`],
  python3: [
    `python3 -m venv ${installed}`,
    `${installed}/bin/pip install --quiet --disable-pip-version-check -r ${__dirname}/requirements.txt`,
  ],
  // Maven keeps the libraries in its own cache, and says here where they lie.
  mvn: [
    `mvn --quiet --batch-mode -f ${__dirname}/pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath -Dmdep.outputFile=${installed}/classpath`,
  ],
};

for (const [program, commands] of Object.entries(steps)) {
  if (spawnSync(program, ['--version']).status !== 0 && !process.env['CI']) {
    process.stdout.write(`Skipped what ${program} installs: it is not there.\n`);
    continue;
  }
  for (const command of commands) {
    const { status } = spawnSync(command, { shell: true, stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  }
}
