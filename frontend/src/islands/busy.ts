/** A form is sent once: the pressed button says so in words, a second press does nothing. */
export function guardForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post") return;
    if (form.dataset["sent"]) {
      event.preventDefault();
      return;
    }
    form.dataset["sent"] = "1";
    const button = event.submitter ?? form.querySelector<HTMLElement>("button:not([type=button])");
    const words = button?.dataset["busy"];
    if (!button || !words) return;
    button.dataset["words"] = button.innerHTML;
    button.textContent = words;
    button.classList.add("busy");
    button.setAttribute("aria-disabled", "true");
  });
  // Coming back with the browser's own button shows the page as it was left: it can be sent again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) {
      delete form.dataset["sent"];
      for (const button of form.querySelectorAll<HTMLElement>(".busy[data-words]")) {
        button.innerHTML = button.dataset["words"] ?? "";
        button.classList.remove("busy");
        button.removeAttribute("aria-disabled");
      }
    }
  });
}
