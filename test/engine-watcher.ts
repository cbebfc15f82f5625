import { execFileSync } from 'node:child_process';
import { required } from '../schema/required';

/** The process that ends an engine when its gateway is gone. */
export function watcherOf(enginePid: number): number {
  const list = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const line = list.find((one) => one.endsWith(`tandem-watcher ${enginePid}`));
  return Number.parseInt(required(line, `the watcher of the engine ${enginePid}`), 10);
}
