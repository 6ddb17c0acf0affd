/** A number as the page's language writes it, without a part after the comma, digits in threes from a thousand on. */
export function number(value: number): string {
  const digits = String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
  return document.documentElement.lang.startsWith("en") ? digits : digits.replace(/,/g, "\u00a0");
}

/** A stretch of a budget's bar: spent on one thing, beyond the money (`over`), or left; `end` is the line where money ends. */
export type Stretch = { part: number; kind: "spent" | "over" | "left" | "end" };

/** Cuts what a budget is spent on into stretches: what reaches beyond the money is cut where the money ends. */
export function stretches(parts: number[], total: number): Stretch[] {
  const found: Stretch[] = [];
  let spent = 0;
  for (const part of parts) {
    const within = Math.max(0, Math.min(part, total - spent));
    if (within > 0) found.push({ part: within, kind: "spent" });
    if (part > within) {
      if (spent <= total) found.push({ part: 0, kind: "end" });
      found.push({ part: part - within, kind: "over" });
    }
    spent += part;
  }
  if (spent < total) found.push({ part: total - spent, kind: "left" });
  return found;
}

/** A number with one digit after the comma, or the point, as the page's language writes it. */
export function decimal(value: number): string {
  return document.documentElement.lang.startsWith("en") ? value.toFixed(1) : value.toFixed(1).replace(".", ",");
}

/** Draws what a budget is spent on into `place`, as the template budget.html does. */
export function budgetBar(place: HTMLElement, parts: number[], total: number): void {
  const whole = Math.max(
    parts.reduce((sum, part) => sum + part, 0),
    total,
    1,
  );
  place.replaceChildren(
    ...stretches(parts, total).map(({ part, kind }) => {
      const piece = document.createElement("span");
      piece.className = kind;
      piece.style.flexGrow = String(part / whole);
      return piece;
    }),
  );
}

/** Marks the words beside a purse's bar as what is too much, and shows what is said of that. */
export function warn(form: HTMLElement, over: boolean): void {
  const words = form.querySelector("[data-purse-left]");
  words?.classList.toggle("toomuch", over);
  words?.classList.toggle("quiet", !over);
  const allowed = form.querySelector<HTMLElement>("[data-purse-allowed]");
  if (allowed) allowed.hidden = !over;
}
