import { expect, test } from "vitest";
import { digestOf, solve } from "./solve";

const theirs = async (text: string): Promise<number> =>
  new DataView(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).getUint32(0);

test("the digest is SHA-256", async () => {
  for (const text of ["", "abc", "0f9c:7:123456789012345", "x".repeat(55)]) expect(digestOf(text)).toBe(await theirs(text));
});

test("what is found begins with so many zero bits, and nothing before it does", async () => {
  for (const place of [0, 7]) {
    const found = solve("a1b2c3", place, 9);
    for (let number = 0; number <= found; number++) {
      expect((await theirs(`a1b2c3:${place}:${number}`)) >>> 23 === 0).toBe(number === found);
    }
  }
});
