import { spawn } from 'node:child_process';

/** Windows has no groups of processes: there the shell alone is ended. */
const hasGroups = process.platform !== 'win32';

/** Runs a command of a shell beside the gateway, in processes that end with this one. */
export function runBeside(command: string, gatewayUrl: string): void {
  const child = spawn(command, {
    shell: true,
    detached: hasGroups,
    env: { ...process.env, TANDEM_URL: gatewayUrl },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  child.on('exit', (code) => {
    if (code) process.stderr.write(`"${command}" ended with ${code}; the gateway goes on without it.\n`);
  });
  process.on('exit', () => {
    if (child.exitCode !== null || child.pid === undefined) return;
    try {
      if (hasGroups) process.kill(-child.pid);
      else child.kill();
    } catch {
      // It has ended in the meantime.
    }
  });
}
