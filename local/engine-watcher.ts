import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * Waits for the end of its standard input, which comes with the end of whoever holds the other end, however that ends.
 * Then it asks the process to end, which writes down what is in memory, and makes it end if it does not within 3 seconds.
 */
const script = 'read -r _; kill "$1" && for _ in 1 2 3; do sleep 1; kill -0 "$1" || exit 0; done && kill -KILL "$1"';

/** Ends a watcher that has nothing more to watch. */
export type EndWatcher = () => void;

/**
 * Has a process ended as soon as this one is gone, even when it is killed and can do nothing itself. A shell of a few
 * hundred KB waits for that. Windows has none: there the next start tidies up.
 */
export function endWithUs(pid: number): EndWatcher {
  if (process.platform === 'win32') return () => undefined;
  const watcher = spawn('/bin/sh', ['-c', script, 'tandem-watcher', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl-C in the terminal is not for it.
    detached: true,
  });
  // Where there is no shell the next start tidies up too; and a watcher that has ended takes no words.
  watcher.on('error', () => undefined);
  watcher.stdin.on('error', () => undefined);
  // It keeps nobody from ending.
  watcher.unref();
  if (watcher.stdin instanceof Socket) watcher.stdin.unref();
  return () => watcher.kill('SIGKILL');
}
