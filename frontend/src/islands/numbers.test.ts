import { afterEach, expect, test, vi } from "vitest";
import { decimal, number, stretches } from "./numbers";

const page = (lang: string) => vi.stubGlobal("document", { documentElement: { lang } });
afterEach(() => vi.unstubAllGlobals());

test.each([
  ["sq", 0, "0"],
  ["sq", 999, "999"],
  ["sq", 1000, "1\u00a0000"],
  ["sq", 1200000, "1\u00a0200\u00a0000"],
  ["en", 1200000, "1,200,000"],
  ["en", 814.4, "814"],
  ["en", -280000, "-280,000"],
])("%s writes %d as the templates do", (lang, value, words) => {
  page(lang);
  expect(number(value)).toBe(words);
});

test.each([
  [[160, 180], 800, "spent 160, spent 180, left 460"],
  [[500, 500], 800, "spent 500, spent 300, end 0, over 200"],
  [[500, 300, 100, 50], 800, "spent 500, spent 300, end 0, over 100, over 50"],
  [[800], 800, "spent 800"],
  [[], 800, "left 800"],
])("what %j spends of %d is cut where the money ends", (parts, total, said) => {
  expect(
    stretches(parts, total)
      .map(({ part, kind }) => `${kind} ${part}`)
      .join(", "),
  ).toBe(said);
});

test("a part of a second has the comma or the point of the page's language", () => {
  page("sq");
  expect(decimal(1.26)).toBe("1,3");
  page("en");
  expect(decimal(1.26)).toBe("1.3");
});
