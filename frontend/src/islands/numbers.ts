/** A number as the page's language writes it, without a part after the comma, digits in threes from a thousand on. */
export function number(value: number): string {
  const digits = String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
  return document.documentElement.lang.startsWith("en") ? digits : digits.replace(/,/g, "\u00a0");
}

/** Draws what a budget is spent on into `place`, as the template budget.html does. */
export function budgetBar(place: HTMLElement, parts: number[], total: number): void {
  const spent = parts.reduce((sum, part) => sum + part, 0);
  const whole = Math.max(spent, total) || 1;
  const pieces = parts.map((part) => ({ part, kind: spent > total ? "over" : "spent" }));
  if (spent < total) pieces.push({ part: total - spent, kind: "left" });
  place.replaceChildren(
    ...pieces.map(({ part, kind }) => {
      const piece = document.createElement("span");
      piece.className = kind;
      piece.style.flexGrow = String(part / whole);
      return piece;
    }),
  );
}
