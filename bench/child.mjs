import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';

// One Lambda process: loads a handler as the Lambda runtime does, sends it events, and writes what that cost to file
// descriptor 3. It is plain JavaScript, so that nothing stands between the start of the process and the handler.
//   node [--expose-gc] child.mjs <file> <plan as JSON>

const [file, text] = process.argv.slice(2);
const { mode, events, warmUp, requests } = JSON.parse(text);
const context = () => ({
  awsRequestId: 'bench',
  functionName: 'bench',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:bench',
  getRemainingTimeInMillis: () => 29_000,
});
const milliseconds = ({ user, system }) => (user + system) / 1000;
const cpu = () => milliseconds(process.cpuUsage());

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

async function inFlight(event, many, count) {
  let left = count;
  const worker = async () => {
    while (left-- > 0) await send(event);
  };
  await Promise.all(Array.from({ length: many }, worker));
}

async function warm() {
  const results = {};
  const young = cpu();
  await inFlight(events[0].event, 1, requests);
  const youngCpu = ((cpu() - young) / requests) * 1000;
  // Before the first is measured all are warm, so that none pays for what those after it have in common with it.
  for (const { event } of events) await inFlight(event, 32, warmUp);
  for (const { name, event } of events) {
    // What the others have taught the compiler is not what this one needs.
    await inFlight(event, 1, requests);
    const times = [];
    const started = cpu();
    for (let sent = 0; sent < requests; sent++) {
      const start = performance.now();
      await send(event);
      times.push(performance.now() - start);
    }
    const alone = cpu() - started;
    const together = { cpu: cpu(), wall: performance.now() };
    await inFlight(event, 32, requests);
    times.sort((one, other) => one - other);
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
    results[name] = {
      cpu: (alone / requests) * 1000,
      ...(event === events[0].event && { youngCpu }),
      cpuOf32: ((cpu() - together.cpu) / requests) * 1000,
      perSecond: requests / ((performance.now() - together.wall) / 1000),
      p50: at(0.5),
      p99: at(0.99),
    };
  }
  return { results, rss: process.memoryUsage.rss() / 2 ** 20 };
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

writeFileSync(3, JSON.stringify(await { cold, warm, count, memory }[mode]()));
process.exit(0);
