const OFF = "firstdoor-keys-off";

/**
 * Single keys at the desk. data-key="a" on a link or button presses it, on a field moves there. J and K walk through
 * the rows, X marks one, "?" shows all keys, Escape leaves a field, Ctrl+Enter sends the form that is written in. They
 * can be switched off in the list of keys; Escape and Ctrl+Enter stay.
 */
export function deskKeys(): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog[data-all-keys]");
  const off = document.querySelector<HTMLInputElement>("input[data-keys-off]");
  let active = true;
  try {
    active = localStorage.getItem(OFF) !== "1";
  } catch {
    // Without storage the keys are simply on.
  }
  if (off) {
    off.checked = !active;
    off.addEventListener("change", () => {
      active = !off.checked;
      try {
        localStorage.setItem(OFF, active ? "" : "1");
      } catch {
        // They stay off on this page only.
      }
    });
  }
  for (const button of document.querySelectorAll<HTMLElement>("[data-show-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => dialog?.showModal());
  }

  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const typing = target.matches("textarea, select, input:not([type=checkbox], [type=radio])") || target.isContentEditable;
    if (typing && event.key === "Escape") target.blur();
    if (target.matches("textarea") && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send(target as HTMLTextAreaElement);
    }
    if (!active || typing || event.ctrlKey || event.metaKey || event.altKey || dialog?.open) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
    else if (key === "x") mark();
    else if (key === "?") dialog?.showModal();
    else if (!press(key)) return;
    event.preventDefault();
  });
}

/** Presses the form's own button, so that what listens to it (the lock against a second press) hears it. */
function send(field: HTMLTextAreaElement): void {
  field.form?.querySelector<HTMLButtonElement>("button:not([type=button])")?.click();
}

function press(key: string): boolean {
  const element = [...document.querySelectorAll<HTMLElement>("[data-key]")].find((one) => one.dataset["key"] === key);
  if (!element) return false;
  if (element.matches("input, textarea, select")) element.focus();
  else element.click();
  return true;
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(".rows > li")];
}

function present(all: HTMLElement[]): number {
  const focused = all.findIndex((row) => row.contains(document.activeElement));
  return focused >= 0 ? focused : all.findIndex((row) => row.classList.contains("on"));
}

function walk(step: number): void {
  const all = rows();
  const next = all[Math.min(Math.max(present(all) + step, 0), all.length - 1)];
  next?.querySelector("a")?.focus();
}

function mark(): void {
  const all = rows();
  const box = all[Math.max(present(all), 0)]?.querySelector<HTMLInputElement>("input[type=checkbox]");
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}
