import type { Election } from "./pabulib";

/* Equal Shares once more, from its definition and in another language than the server's, so that an error in one would
   show. A voter's gain is what a project costs, or the points that she gave it. All money is a whole number of 1/whole:
   nothing is rounded. */

export type Completion = "none" | "add1" | "add1u" | "utilitarian";
export type Ties = "cheapest" | "lexico";

export interface Outcome {
  /** In the order chosen; those bought by votes from what was left over come last. */
  winners: string[];
  cost: bigint;
  /** How many units of money above budget / voters the endowment lies. */
  steps: number;
}

/** What a unit of gain costs, as up / down in units of 1/whole; or its inverse. */
interface Price {
  up: bigint;
  down: bigint;
}
interface Round {
  project: number;
  /** Gain for a unit of money (with approvals the effective votes), a fraction, to compare runs whose units differ. */
  votes: Price;
}

const above = (a: Price, b: Price): boolean => a.up * b.down > b.up * a.down;
const equal = (a: Price, b: Price): boolean => a.up * b.down === b.up * a.down;

function gcd(a: bigint, b: bigint): bigint {
  while (b) [a, b] = [b, a % b];
  return a;
}

/** Voters who said the same, together. */
class Table {
  readonly costs: bigint[];
  readonly voters: bigint[] = [];
  /** For each project the patterns that name it, and what one voter of each gains. */
  readonly supporters: { at: number; gain: bigint }[][];
  readonly votes: number[];
  readonly ranks: number[];
  /** What costs something and is named on a ballot. */
  readonly wanted: number[];

  constructor(
    readonly election: Election,
    ties: Ties,
  ) {
    const { projects, ballots } = election;
    this.costs = projects.map((project) => project.cost);
    this.supporters = projects.map((): { at: number; gain: bigint }[] => []);
    this.votes = projects.map(() => 0);
    const patterns = new Map<string, number>();
    for (const ballot of ballots) {
      const named = projects.flatMap((project, p) => ((ballot.get(project.id) ?? 0n) > 0n ? [p] : []));
      const points = named.map((p) => ballot.get(projects[p]!.id)!);
      const key = `${named.join()};${points.join()}`;
      let at = patterns.get(key);
      if (at === undefined) {
        at = this.voters.push(0n) - 1;
        patterns.set(key, at);
        for (const [nth, p] of named.entries()) {
          this.supporters[p]!.push({ at, gain: election.spread ? points[nth]! : this.costs[p]! });
        }
      }
      this.voters[at]! += 1n;
      for (const p of named) this.votes[p]! += 1;
    }
    this.wanted = projects.flatMap((_, p) => (this.costs[p]! > 0n && this.votes[p]! > 0 ? [p] : []));
    const order = projects.map((_, p) => p).sort((p, q) => this.compare(p, q, ties));
    this.ranks = projects.map((_, p) => order.indexOf(p));
  }

  private compare(p: number, q: number, ties: Ties): number {
    const { costs, votes } = this;
    if (ties === "cheapest") {
      if (costs[p] !== costs[q]) return costs[p]! < costs[q]! ? -1 : 1;
      if (votes[p] !== votes[q]) return votes[q]! - votes[p]!;
    }
    return this.election.projects[p]!.id < this.election.projects[q]!.id ? -1 : 1;
  }

  price(rounds: Iterable<number>): bigint {
    let sum = 0n;
    for (const p of rounds) sum += this.costs[p]!;
    return sum;
  }
}

/** What everybody has left in the middle of a run. */
class Purses {
  private whole: bigint;
  private left: bigint[];
  open: Set<number>;

  constructor(
    private readonly table: Table,
    up: bigint,
    down: bigint,
  ) {
    this.whole = down;
    this.left = table.voters.map(() => up);
    this.open = new Set(table.wanted);
  }

  /** The least price of a unit of gain at which the supporters can pay, or undefined when they hold too little. */
  private price(p: number): Price | undefined {
    const { supporters, voters, costs } = this.table;
    const by = [...supporters[p]!].sort((a, b) => {
      const [mine, other] = [this.left[a.at]! * b.gain, this.left[b.at]! * a.gain];
      return mine < other ? -1 : mine > other ? 1 : 0;
    });
    let rest = costs[p]! * this.whole;
    let gains = by.reduce((sum, { at, gain }) => sum + voters[at]! * gain, 0n);
    for (const { at, gain } of by) {
      if (this.left[at]! * gains >= rest * gain) return { up: rest, down: gains };
      rest -= this.left[at]! * voters[at]!;
      gains -= voters[at]! * gain;
    }
    return undefined;
  }

  /** What a unit of money gains, or undefined when the project is out for good. */
  votes(p: number): Price | undefined {
    const price = this.price(p);
    if (!price) {
      this.open.delete(p);
      return undefined;
    }
    return { up: price.down * this.whole, down: price.up };
  }

  pay(p: number): void {
    const price = this.price(p)!;
    const common = gcd(price.up, price.down);
    const [up, down] = [price.up / common, price.down / common];
    this.whole *= down;
    this.left = this.left.map((money) => money * down);
    for (const { at, gain } of this.table.supporters[p]!) {
      const paid = up * gain;
      this.left[at] = this.left[at]! > paid ? this.left[at]! - paid : 0n;
    }
    this.open.delete(p);
  }
}

/** One run: everybody begins with up / down. */
function run(table: Table, up: bigint, down: bigint): Round[] {
  const purses = new Purses(table, up, down);
  const rounds: Round[] = [];
  for (;;) {
    let best: Round | undefined;
    for (const project of [...purses.open]) {
      const votes = purses.votes(project);
      if (!votes) continue;
      const ahead = table.ranks[project]! < table.ranks[best?.project ?? 0]!;
      if (!best || above(votes, best.votes) || (equal(votes, best.votes) && ahead)) best = { project, votes };
    }
    if (!best) return rounds;
    rounds.push(best);
    purses.pay(best.project);
  }
}

/**
 * Whether every endowment from that of `before` up to up / down buys the same in the same order. For a fixed order of
 * purchases effective votes never fall when all endowments rise; so it is enough that at the higher endowment no rival
 * reaches what the winner of each round had at the lower one, and that nothing is affordable at the end.
 */
function holds(table: Table, up: bigint, down: bigint, before: Round[]): boolean {
  const purses = new Purses(table, up, down);
  for (const { project, votes } of before) {
    for (const rival of [...purses.open]) {
      if (rival === project) continue;
      const theirs = purses.votes(rival);
      if (theirs && (above(theirs, votes) || (equal(theirs, votes) && table.ranks[rival]! < table.ranks[project]!))) {
        return false;
      }
    }
    purses.pay(project);
  }
  return [...purses.open].every((p) => !purses.votes(p));
}

/** Counts; now and then it lets the page breathe, and tells `progress` the step that it has reached. */
export async function count(
  election: Election,
  completion: Completion,
  ties: Ties,
  progress?: (step: number) => Promise<void>,
): Promise<Outcome> {
  const table = new Table(election, ties);
  const voters = BigInt(election.ballots.length);
  let rounds: Round[] = [];
  let step = 0n;
  if (voters > 0n) {
    const at = (steps: bigint): Round[] => run(table, election.budget + steps * voters, voters);
    rounds = at(0n);
    if (completion === "add1" || completion === "add1u") {
      [rounds, step] = await add1(table, at, rounds, progress);
    }
  }
  const won = rounds.map((round) => round.project);
  if (completion === "add1u" || completion === "utilitarian") {
    let rest = election.budget - table.price(won);
    const waiting = [...table.costs.keys()].filter((p) => !won.includes(p));
    waiting.sort((p, q) => table.votes[q]! - table.votes[p]! || table.ranks[p]! - table.ranks[q]!);
    for (const p of waiting) {
      if (table.costs[p]! > rest) continue;
      won.push(p);
      rest -= table.costs[p]!;
    }
  }
  return { winners: won.map((p) => election.projects[p]!.id), cost: table.price(won), steps: Number(step) };
}

/** Raises the endowment by whole units until nothing more fits or the next step would pass the budget. */
async function add1(
  table: Table,
  at: (steps: bigint) => Round[],
  first: Round[],
  progress?: (step: number) => Promise<void>,
): Promise<[Round[], bigint]> {
  const { budget, ballots } = table.election;
  const voters = BigInt(ballots.length);
  let [now, step, reach] = [first, 0n, 1n];
  for (;;) {
    await progress?.(Number(step));
    const won = new Set(now.map((round) => round.project));
    const rest = budget - table.price(won);
    if (!table.wanted.some((p) => !won.has(p) && table.costs[p]! <= rest)) return [now, step];
    if (reach > 1n && holds(table, budget + (step + reach) * voters, voters, now)) {
      step += reach;
      now = at(step);
      reach *= 2n;
    } else if (reach > 1n) {
      reach /= 2n;
    } else {
      const next = at(step + 1n);
      const cost = table.price(next.map((round) => round.project));
      if (cost > budget) return [now, step];
      const same = next.map((round) => round.project).join() === now.map((round) => round.project).join();
      [now, step, reach] = [next, step + 1n, same ? 2n : 1n];
    }
  }
}
