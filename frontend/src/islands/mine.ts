import { budgetBar, number } from "./numbers";

/**
 * "What did my vote pay?" on the page of a result: the voter ticks her choices again, her own device adds up.
 * In the order in which things won (data-round) each took from her purse what each of its voters paid (data-share), or
 * what she had left, if that was less. Nothing is sent or kept.
 */
export function shareOfVote(): void {
  const place = document.querySelector<HTMLElement>("[data-endowment]");
  const bar = place?.querySelector<HTMLElement>("[data-mine-bar]");
  const lines = place?.querySelector<HTMLElement>("[data-mine-lines]");
  if (!place || !bar || !lines) return;
  const endowment = Number(place.dataset["endowment"]);
  // Where points were spread a field holds how many, and a share is what one point cost.
  const said = (box: HTMLInputElement): number => {
    if (box.type === "checkbox") return box.checked ? 1 : 0;
    return /^\d{1,3}$/.test(box.value.trim()) ? Number(box.value) : 0;
  };
  const boxes = [...place.querySelectorAll<HTMLInputElement>("input[data-share]")];
  const line = (words: string, value: string, kind = ""): void => {
    const row = lines.appendChild(document.createElement("div"));
    row.className = kind;
    row.appendChild(document.createElement("dt")).textContent = words;
    row.appendChild(document.createElement("dd")).textContent = value;
  };
  const update = (): void => {
    const paid = boxes
      .filter((box) => said(box) > 0 && Number(box.dataset["share"]) > 0)
      .sort((a, b) => Number(a.dataset["round"]) - Number(b.dataset["round"]));
    let left = endowment;
    const shares = paid.map((box) => {
      const share = Math.min(left, said(box) * Number(box.dataset["share"]));
      left -= share;
      return share;
    });
    // Before anything is ticked there is nothing to add up.
    const count = place.querySelector<HTMLElement>("[data-mine-count]");
    for (const part of [count, bar, lines]) if (part) part.hidden = shares.length === 0;
    const words = shares.length === 1 ? place.dataset["one"] : place.dataset["many"];
    if (count) count.textContent = (words ?? "").replace("{n}", number(shares.length));
    lines.replaceChildren();
    paid.forEach((box, at) => line(box.dataset["name"] ?? "", number(shares[at] ?? 0)));
    line(place.dataset["total"] ?? "", `${number(endowment)} ${place.dataset["currency"] ?? ""}`, "tot");
    budgetBar(bar, shares, endowment);
  };
  place.hidden = false;
  place.addEventListener("input", update);
  update();
}
