const OFF = "firstdoor-answer-keys-off";

/**
 * Single keys that answer: data-answer-key="1" on a button presses it. Hints stand on the buttons where there is a
 * keyboard, and a box switches the keys off for whoever speaks to the device or hits keys by accident.
 */
export function answerKeys(): void {
  const place = document.querySelector<HTMLElement>("[data-answer-keys]");
  const box = place?.querySelector<HTMLInputElement>("input");
  if (!place || !box || !matchMedia("(hover: hover) and (pointer: fine)").matches) return;
  try {
    box.checked = localStorage.getItem(OFF) !== "1";
  } catch {
    // Without storage the keys are simply on.
  }
  const show = (): void => {
    document.documentElement.classList.toggle("answerkeys", box.checked);
  };
  box.addEventListener("change", () => {
    show();
    try {
      localStorage.setItem(OFF, box.checked ? "" : "1");
    } catch {
      // They stay off on this page only.
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = (event.target as HTMLElement).matches("textarea, select, input:not([type=checkbox])");
    if (!box.checked || typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const button = document.querySelector<HTMLButtonElement>(`[data-answer-key="${CSS.escape(event.key)}"]`);
    if (!button || !button.offsetParent) return;
    event.preventDefault();
    button.click();
  });
  place.hidden = false;
  show();
}
