import { budgetBar, number } from "./numbers";

/** What a ballot had to be: things named at least; where points were spread how many there were, and for one thing. */
export interface Limits {
  least: number;
  all?: number;
  each?: number;
}

/** What is wrong with each thing ("" when nothing is), by how much all are too many, and whether too few are named. */
export interface Flaws {
  at: ("" | "number" | "each")[];
  excess: number;
  few: boolean;
}

/** What was typed beside a thing as a number; undefined when it is none. Nothing typed is 0. */
export function read(typed: string): number | undefined {
  const said = typed.trim();
  return /^\d*$/.test(said) ? Number(said) : undefined;
}

/** Why this was no ballot: by the rules that the booth has, too. */
export function flawsOf(said: (number | undefined)[], { least, all, each }: Limits): Flaws {
  const at = said.map((one) => (one === undefined ? "number" : each !== undefined && one > each ? "each" : ""));
  const given = said.map((one) => one ?? 0);
  const sum = given.reduce((total, one) => total + one, 0);
  return {
    at,
    excess: all === undefined ? 0 : Math.max(0, sum - all),
    few: given.filter((one) => one > 0).length < least,
  };
}

/**
 * What a purse paid for each thing that won by shares (`round`: when; `share`: what one point or tick cost), in their order;
 * undefined for what it did not name or what no share paid for.
 */
export function paidOf(purse: number, things: { round: number; share: number; points: number }[]): (number | undefined)[] {
  const paid = things.map((): number | undefined => undefined);
  let left = purse;
  const order = [...things.keys()].filter((at) => things[at]!.points > 0 && things[at]!.share > 0);
  for (const at of order.sort((a, b) => things[a]!.round - things[b]!.round)) {
    paid[at] = Math.min(left, things[at]!.points * things[at]!.share);
    left -= paid[at];
  }
  return paid;
}

/**
 * "What did my vote pay?" on the page of a result: the voter says her choices again, her own device adds up.
 * In the order in which things won (data-round) each took from her purse what each of its voters paid (data-share), or
 * what she had left, if that was less. What could not have been a ballot is refused beside its cause, and gets no numbers.
 * Nothing is sent or kept. Words come from data attributes, with {n} and {all} in them.
 */
export function shareOfVote(): void {
  const place = document.querySelector<HTMLElement>("[data-endowment]");
  const bar = place?.querySelector<HTMLElement>("[data-mine-bar]");
  const lines = place?.querySelector<HTMLElement>("[data-mine-lines]");
  const count = place?.querySelector<HTMLElement>("[data-mine-count]");
  if (!place || !bar || !lines || !count) return;
  const data = place.dataset;
  const endowment = Number(data["endowment"]);
  const amount = (name: string): number | undefined => (data[name] ? Number(data[name]) : undefined);
  const limits: Limits = { least: amount("least") ?? 1, all: amount("points"), each: amount("most") };
  const boxes = [...place.querySelectorAll<HTMLInputElement>("input[data-share]")];
  const fill = (words: string | undefined, n: number): string =>
    (words ?? "").replaceAll("{n}", number(n)).replace("{all}", number(limits.all ?? 0));
  const line = (words: string, value: string, kind = ""): void => {
    const row = lines.appendChild(document.createElement("div"));
    row.className = kind;
    row.appendChild(document.createElement("dt")).textContent = words;
    row.appendChild(document.createElement("dd")).textContent = value;
  };
  const refuse = (error: Element | null | undefined, words: string): void => {
    if (!(error instanceof HTMLElement)) return;
    error.hidden = !words;
    error.querySelector("[data-words]")!.textContent = words;
  };
  const show = (purse: boolean, words: string): void => {
    count.textContent = words;
    bar.hidden = lines.hidden = !purse;
    count.hidden = !words;
  };
  const update = (): void => {
    const said = boxes.map((box) => (box.type === "checkbox" ? Number(box.checked) : read(box.value)));
    const given = said.map((one) => one ?? 0);
    const flaws = flawsOf(said, limits);
    boxes.forEach((box, at) => {
      const why = flaws.at[at];
      box.toggleAttribute("aria-invalid", Boolean(why));
      refuse(box.closest("li")?.querySelector(".err"), why ? fill(data[why], limits.each ?? 0) : "");
    });
    const sum = given.reduce((total, one) => total + one, 0);
    const total = place.querySelector("[data-mine-total]");
    const rest = (limits.all ?? 0) - sum;
    if (total) total.textContent = rest < 0 ? fill(data["given"], sum) : `${fill(data["given"], sum)}, ${fill(data["rest"], rest)}`;
    refuse(place.querySelector("[data-mine-excess]"), flaws.excess ? fill(data[flaws.excess === 1 ? "overOne" : "overMany"], flaws.excess) : "");
    // No numbers for what could not have been a ballot, and none before anything is said.
    if (!sum || flaws.excess || flaws.at.some(Boolean)) return show(false, "");
    if (flaws.few) return show(false, fill(data["few"], limits.least));
    const paid = paidOf(
      endowment,
      boxes.map(({ dataset }, at) => ({ round: Number(dataset["round"]), share: Number(dataset["share"]), points: given[at]! })),
    );
    const shares = paid.filter((one) => one !== undefined);
    const parts = shares.filter((one) => one > 0).length;
    show(shares.length > 0, fill(data[parts === 0 ? "none" : parts === 1 ? "one" : "many"], parts));
    lines.replaceChildren();
    [...boxes.keys()]
      .filter((at) => paid[at] !== undefined)
      .sort((a, b) => Number(boxes[a]!.dataset["round"]) - Number(boxes[b]!.dataset["round"]))
      .forEach((at) => line(boxes[at]!.dataset["name"] ?? "", number(paid[at]!)));
    line(data["total"] ?? "", `${number(endowment)} ${data["currency"] ?? ""}`, "tot");
    budgetBar(bar, shares, endowment);
  };
  place.hidden = false;
  place.addEventListener("input", update);
  window.addEventListener("pageshow", update);
  update();
}
