import { budgetBar, number, warn } from "./numbers";

/**
 * Giving points: a button on either side of each field, and at the foot of the page how many are given and left. The server
 * draws the same for what was sent. Words come from the form's data attributes, with {n} and {all} in them.
 */
export function livePoints(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-points]");
  const bar = form?.querySelector<HTMLElement>("[data-purse-bar]");
  if (!form || !bar) return;
  const all = Number(form.dataset["points"]);
  const tiles = [...form.querySelectorAll<HTMLElement>("[data-points-tile]")].map((tile) => ({
    tile,
    field: tile.querySelector<HTMLInputElement>("input")!,
    less: tile.querySelector<HTMLButtonElement>("[data-less]")!,
    more: tile.querySelector<HTMLButtonElement>("[data-more]")!,
  }));
  const points = (field: HTMLInputElement): number => (/^\d{1,3}$/.test(field.value.trim()) ? Number(field.value) : 0);
  const write = (name: string, words: string): void => {
    const place = form.querySelector(`[data-purse-${name}]`);
    if (place) place.textContent = words;
  };
  const fill = (words: string | undefined, n: number): string =>
    (words ?? "").replace("{n}", number(n)).replace("{all}", number(all));
  const update = (): void => {
    const given = tiles.map(({ field }) => points(field));
    const sum = given.reduce((total, one) => total + one, 0);
    const said = fill(form.dataset["given"], sum);
    const rest = sum > all ? fill(form.dataset["excess"], sum - all) : fill(form.dataset["rest"], all - sum);
    write("count", said);
    write("left", rest);
    warn(form, sum > all);
    budgetBar(
      bar,
      given.filter((one) => one > 0),
      all,
    );
    for (const { tile, field, less, more } of tiles) {
      tile.classList.toggle("given", points(field) > 0);
      less.toggleAttribute("aria-disabled", points(field) === 0);
      more.toggleAttribute("aria-disabled", points(field) >= Number(field.dataset["most"]) || sum >= all);
    }
  };
  const step = (at: (typeof tiles)[number], by: 1 | -1): void => {
    if ((by === 1 ? at.more : at.less).hasAttribute("aria-disabled")) return;
    const now = points(at.field) + by;
    at.field.value = now ? String(now) : "";
    update();
    write("says", form.querySelector("[data-purse-left]")?.textContent ?? "");
  };
  for (const one of tiles) {
    one.less.hidden = one.more.hidden = false;
    one.less.addEventListener("click", () => step(one, -1));
    one.more.addEventListener("click", () => step(one, 1));
    one.tile.querySelector(".picbox")?.addEventListener("click", (press) => {
      press.preventDefault(); // a name that stands there is the field's label, and would open a keyboard over the page
      step(one, 1);
    });
  }
  form.addEventListener("input", update);
  window.addEventListener("pageshow", update);
  update();
}
