// The counter behind equalshares.net, run without a browser: node equalshares_net.mjs CHECKOUT BALLOTS.pb COMPLETION
//
// CHECKOUT is a developer's copy of the repository equalshares/equalshares-compute-tool, which is not part of this one. Its
// reader and its worker run as they are; what they expect of a browser is given to them here. Prints one JSON object: the
// winners, and CPU seconds of reading and of counting, without the interpreter's start.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

const [checkout, ballots, completion] = process.argv.slice(2);
const source = (name) => readFile(join(checkout, "js", name), "utf8");
const seconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

// A module in a folder that may not say so to node: handed over as what it is.
const parser = await import(`data:text/javascript,${encodeURIComponent(await source("pabulibParser.js"))}`);
const fractions = await source("libraries/fraction.min.js").catch(() => "");
let answer;
globalThis.importScripts = () => runInThisContext(fractions);
globalThis.postMessage = (message) => {
  if (message.type === "result") answer = message;
};
runInThisContext(await source("methodOfEqualSharesWorker.js"));

const text = await readFile(ballots, "utf8");
const start = seconds();
const instance = parser.parsePabulibFromString(text);
const read = seconds();
// Its default numbers (floats), ties as here: the cheapest, then most votes. One unit of money a step: `increment` in its
// present form, `budgetIncrement` in earlier ones.
globalThis.onmessage({
  data: {
    instance,
    params: {
      tieBreaking: ["minCost", "maxVotes"],
      completion,
      add1options: ["exhaustive"],
      comparison: "none",
      accuracy: "floats",
      increment: 1,
      budgetIncrement: 1,
    },
  },
});
const counted = seconds();
process.stdout.write(JSON.stringify({ winners: answer.winners, read: read - start, counted: counted - read }));
