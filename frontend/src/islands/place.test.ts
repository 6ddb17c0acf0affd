import { expect, test } from "vitest";
import { nearest, placeOf, type Axes } from "./place";

const axes: Axes = {
  statements: [2, 5, 9],
  means: [0.5, -0.25, 0],
  x: [0.6, 0.8, 0],
  y: [0, 0, 1],
  centres: [["A", 1, 0], ["B", -1, 0]],
  scale: 1,
  middle: [0, 0],
  merged: { "7": 5 },
};

test("a place is the sum of vote less mean, stretched for what was not answered", () => {
  const [x, y] = placeOf({ "2": 1, "5": -1 }, axes) ?? [NaN, NaN];
  expect(x).toBeCloseTo(Math.sqrt(3 / 2) * (0.5 * 0.6 - 0.75 * 0.8), 12);
  expect(y).toBe(0);
});

test("a vote on a merged statement counts on the one that stayed, unless there is one on that", () => {
  expect(placeOf({ "7": 1 }, axes)).toEqual(placeOf({ "5": 1 }, axes));
  expect(placeOf({ "5": -1, "7": 1 }, axes)).toEqual(placeOf({ "5": -1 }, axes));
});

test("without a vote on any of them there is no place", () => {
  expect(placeOf({}, axes)).toBeUndefined();
  expect(placeOf({ "77": 1 }, axes)).toBeUndefined();
});

test("the nearest middle names the group", () => {
  expect(nearest([0.2, 4], axes)).toBe("A");
  expect(nearest([-0.2, 4], axes)).toBe("B");
  expect(nearest([0, 0], { ...axes, centres: [] })).toBe("");
});
