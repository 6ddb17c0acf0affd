import { budgetBar, number } from "./numbers";

/**
 * "What did my vote pay?" on the page of a result: the voter ticks her choices again, her own device adds up.
 * A box of a project that won carries data-share, what each of its supporters paid; nothing is sent or kept.
 */
export function shareOfVote(): void {
  const place = document.querySelector<HTMLElement>("[data-endowment]");
  const bar = place?.querySelector<HTMLElement>("[data-mine-bar]");
  const lines = place?.querySelector<HTMLElement>("[data-mine-lines]");
  if (!place || !bar || !lines) return;
  const endowment = Number(place.dataset["endowment"]);
  const boxes = [...place.querySelectorAll<HTMLInputElement>("input[data-share]")];
  const line = (words: string, value: string, kind = ""): void => {
    const row = lines.appendChild(document.createElement("div"));
    row.className = kind;
    row.appendChild(document.createElement("dt")).textContent = words;
    row.appendChild(document.createElement("dd")).textContent = value;
  };
  const update = (): void => {
    const paid = boxes.filter((box) => box.checked && Number(box.dataset["share"]) > 0);
    const shares = paid.map((box) => Number(box.dataset["share"]));
    const count = place.querySelector("[data-mine-count]");
    if (count) count.textContent = number(paid.length);
    lines.replaceChildren();
    paid.forEach((box, at) => line(box.dataset["name"] ?? "", number(shares[at] ?? 0)));
    line(place.dataset["total"] ?? "", `${number(endowment)} ${place.dataset["currency"] ?? ""}`, "tot");
    budgetBar(bar, shares, endowment);
  };
  place.hidden = false;
  place.addEventListener("change", update);
  update();
}
