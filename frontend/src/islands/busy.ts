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
    if ("file" in form.dataset) waitForFile(form);
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
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) release(form);
  });
}

function release(form: HTMLFormElement): void {
  delete form.dataset["sent"];
  for (const button of form.querySelectorAll<HTMLElement>(".busy[data-words]")) {
    button.innerHTML = button.dataset["words"] ?? "";
    button.classList.remove("busy");
    button.removeAttribute("aria-disabled");
  }
}

const COOKIE = "firstdoor_file";

/** A file does not replace the page. The answer brings the form's token back as a cookie: then the file is there. */
function waitForFile(form: HTMLFormElement): void {
  const token = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const field = form.querySelector<HTMLInputElement>("[name=file_token]") ?? document.createElement("input");
  Object.assign(field, { type: "hidden", name: "file_token", value: token });
  form.append(field);
  const look = window.setInterval(() => {
    if (!document.cookie.split("; ").includes(`${COOKIE}=${token}`)) return;
    window.clearInterval(look);
    document.cookie = `${COOKIE}=; Max-Age=0; Path=/; SameSite=Lax`;
    if (form.dataset["file"]) window.location.assign(form.dataset["file"]);
    else release(form);
  }, 300);
}
