import { expect, test } from "vitest";
import { withAnswer } from "./outbox";

test("of one statement the last answer alone waits", () => {
  const waiting = withAnswer(withAnswer([], { statement: "1", act: "agree" }), { statement: "2", act: "pass" });
  expect(withAnswer(waiting, { statement: "1", act: "disagree" })).toEqual([
    { statement: "2", act: "pass" },
    { statement: "1", act: "disagree" },
  ]);
});
