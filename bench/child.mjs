import { createRequire } from 'node:module';
import { writeSync } from 'node:fs';

// One Lambda process: loads a handler as the Lambda runtime does, sends it events, and writes what that cost to file
// descriptor 3, a line of JSON for each. It is plain JavaScript, so that nothing stands between the start of the process
// and the handler.
//   node [--expose-gc] child.mjs <file> <plan as JSON>

const [file, text] = process.argv.slice(2);
const { mode, events, requests } = JSON.parse(text);
const context = () => ({
  awsRequestId: 'bench',
  functionName: 'bench',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:bench',
  getRemainingTimeInMillis: () => 29_000,
});
const milliseconds = ({ user, system }) => (user + system) / 1000;
const cpu = () => milliseconds(process.cpuUsage());
const tell = (what) => void writeSync(3, `${JSON.stringify(what)}\n`);

const before = cpu();
const { handler } = file.endsWith('.mjs') ? await import(file) : createRequire(import.meta.url)(file);
const loaded = cpu();

async function send(event) {
  const answer = await handler(event, context());
  if (answer.statusCode >= 300 || /"errors":/.test(answer.body)) throw new Error(JSON.stringify(answer));
}

async function cold() {
  await send(events[0].event);
  const first = cpu();
  const wall = performance.now();
  return { cpu: first, wall, load: loaded - before, first: first - loaded, rss: process.memoryUsage.rss() / 2 ** 20 };
}

async function inFlight(event, many, count, seconds = Infinity) {
  let left = count;
  const end = performance.now() + seconds * 1000;
  const worker = async () => {
    while (left-- > 0 && performance.now() < end) await send(event);
  };
  await Promise.all(Array.from({ length: many }, worker));
}

/** Does what it is told to, one line of JSON after the other, and tells of each what it has cost. */
async function warm() {
  // Not at the start, which is measured.
  const { createInterface } = await import('node:readline');
  for await (const line of createInterface({ input: process.stdin })) {
    const { name, many, requests: count, seconds = Infinity } = JSON.parse(line);
    const { event } = events.find((candidate) => candidate.name === name);
    const times = [];
    const started = { cpu: cpu(), wall: performance.now() };
    if (many > 1) await inFlight(event, many, count, seconds);
    const end = started.wall + seconds * 1000;
    for (let sent = 0; many === 1 && sent < count && performance.now() < end; sent++) {
      const start = performance.now();
      await send(event);
      times.push(performance.now() - start);
    }
    tell({ cpu: cpu() - started.cpu, wall: performance.now() - started.wall, times });
  }
}

/** Megabytes in use after each tenth of the requests, which are those of all events in turn. */
async function memory() {
  const heap = [];
  const rss = [];
  for (let tenth = 0; tenth < 10; tenth++) {
    for (const { event } of events) await inFlight(event, 32, requests / 10 / events.length);
    globalThis.gc();
    const used = process.memoryUsage();
    heap.push(used.heapUsed / 2 ** 20);
    rss.push(used.rss / 2 ** 20);
  }
  return { heap, rss };
}

async function count() {
  for (let sent = 0; sent < requests; sent++) await send(events[0].event);
  return {};
}

const result = await { cold, warm, count, memory }[mode]();
if (result) tell(result);
process.exit(0);
