import { afterEach, expect, test, vi } from "vitest";
import { number } from "./numbers";

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
