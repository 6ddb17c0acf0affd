import { expect, test } from "vitest";
import { flawsOf, paidOf, read } from "./mine";

const points = { least: 2, all: 10, each: 6 };

test.each([
  ["", 0],
  [" 6 ", 6],
  ["0", 0],
  ["1000", 1000],
  ["x", undefined],
  ["-1", undefined],
  ["1,5", undefined],
  ["2 3", undefined],
])("what is typed as %j is read as %j", (typed, said) => {
  expect(read(typed)).toBe(said);
});

test("a ballot that could be has no flaw", () => {
  expect(flawsOf([6, 0, 4], points)).toEqual({ at: ["", "", ""], excess: 0, few: false });
});

test("what is no number, and too many points for one thing, are told at that thing", () => {
  expect(flawsOf([undefined, 7, 1], points).at).toEqual(["number", "each", ""]);
});

test("more points than there were are told with how many", () => {
  expect(flawsOf([6, 6, 1], points).excess).toBe(3);
  expect(flawsOf([6, undefined, 6], points).excess).toBe(2);
});

test("too few things named are told, of ticks as of points", () => {
  expect(flawsOf([6, 0, 0], points).few).toBe(true);
  expect(flawsOf([1, 1, 0], { least: 3 }).few).toBe(true);
  expect(flawsOf([1, 1, 1], { least: 3 })).toEqual({ at: ["", "", ""], excess: 0, few: false });
});

test("a purse pays in the order in which things won, and at most what is left in it", () => {
  const things = [
    { round: 2, share: 40, points: 1 },
    { round: 0, share: 10, points: 6 },
    { round: 1, share: 20, points: 0 },
    { round: 0, share: 0, points: 3 },
    { round: 3, share: 5, points: 1 },
  ];
  expect(paidOf(90, things)).toEqual([30, 60, undefined, undefined, 0]);
});
