/**
 * How somebody wants to hear: the one field for e-mail, telephone or street asks the phone for the fitting keys, and
 * offers what the phone knows, once a way is chosen. `data-reach` names the choice and the field.
 */
const KEYS: Record<string, [inputMode: string, autocomplete: AutoFill]> = {
  email: ["email", "email"],
  phone: ["tel", "tel"],
  visit: ["text", "street-address"],
};

export function fittingKeys(): void {
  const part = document.querySelector<HTMLElement>("[data-reach]");
  const form = part?.closest("form");
  if (!part || !form) return;
  const [choice = "", field = ""] = (part.dataset["reach"] ?? "").split(" ");
  const input = form.elements.namedItem(field);
  if (!(input instanceof HTMLInputElement)) return;

  const fit = (): void => {
    const chosen = new FormData(form).get(choice);
    const [mode, fill] = KEYS[typeof chosen === "string" ? chosen : ""] ?? ["text", "off"];
    input.inputMode = mode;
    input.autocomplete = fill;
  };
  form.addEventListener("change", fit);
  fit();
}
