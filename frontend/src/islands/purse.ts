import { budgetBar, number, warn } from "./numbers";

/**
 * The ballot's purse while choosing: how many, what they cost, what is left, one segment a choice in the order of the
 * page. The server draws the same for what was sent. Words come from data attributes, with {n} and {sum} in them.
 */
export function livePurse(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-budget]");
  const bar = form?.querySelector<HTMLElement>("[data-purse-bar]");
  if (!form || !bar) return;
  const budget = Number(form.dataset["budget"]);
  const choices = [...form.querySelectorAll<HTMLInputElement>("input[data-cost]")];

  const write = (name: string, words: string | undefined, values: Record<string, string>): void => {
    const place = form.querySelector(`[data-purse-${name}]`);
    if (place) place.textContent = (words ?? "").replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
  };
  const update = (): void => {
    const costs = choices.filter((choice) => choice.checked).map((choice) => Number(choice.dataset["cost"]));
    const sum = costs.reduce((total, cost) => total + cost, 0);
    write("count", costs.length === 1 ? form.dataset["one"] : form.dataset["many"], { n: number(costs.length) });
    write("sum", form.dataset["sum"], { sum: number(sum) });
    const over = sum > budget;
    const rest = over ? (form.dataset["sum"] ?? "").replace("{sum}", number(sum - budget)) : number(budget - sum);
    write("left", over ? form.dataset["over"] : form.dataset["left"], { sum: rest });
    warn(form, over);
    budgetBar(bar, costs, budget);
  };
  form.addEventListener("change", update);
  window.addEventListener("pageshow", update);
  update();
}
