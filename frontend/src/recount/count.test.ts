import { expect, test } from "vitest";
import cases from "./cases.json";
import { type Completion, count, type Ties } from "./count";
import { readBallots } from "./pabulib";

/* Files as the site publishes them, with what its own counting (Python, exact) made of them: see
   tests/decide/test_recount.py, which holds the same cases against that counting. */
for (const { name, file, counts } of cases) {
  test.each(counts)(`${name}: $completion, ties $ties`, async ({ completion, ties, winners, steps, cost }) => {
    const outcome = await count(readBallots(file), completion as Completion, ties as Ties);
    expect(outcome).toEqual({ winners, steps: steps ?? 0, cost: BigInt(cost) });
  });
}

test("a vote for something that is not there is refused", () => {
  const file = "META\nkey;value\nbudget;5\nvote_type;approval\nPROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_id;vote\n1;b\n";
  expect(() => readBallots(file)).toThrow("not in the file");
});

test("quoted names may hold semicolons", () => {
  const file = 'META\nkey;value\nbudget;5\nvote_type;approval\nPROJECTS\nproject_id;cost;name\na;1;"b; ""c"""\nVOTES\nvoter_id;vote\n1;a\n2;\n';
  expect(readBallots(file)).toEqual({
    spread: false,
    budget: 5n,
    projects: [{ id: "a", cost: 1n }],
    ballots: [new Map([["a", 1n]]), new Map()],
  });
});

test("points that do not fit what they are for are refused", () => {
  const file = "META\nkey;value\nbudget;5\nvote_type;cumulative\nPROJECTS\nproject_id;cost\na;1\nVOTES\nvoter_id;vote;points\n1;a;2,3\n";
  expect(() => readBallots(file)).toThrow("2 points for 1 projects");
});
