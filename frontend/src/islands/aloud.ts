/**
 * "Read aloud" of a vote, in its booth and of a statement: the heading, the question and each thing with its price, one after
 * the other, each in its own language. The button is shown only where the device has a voice for the heading's language;
 * without one nothing is missing.
 */
export function readAloud(): void {
  const place = document.querySelector<HTMLElement>("[data-aloud]");
  const button = place?.querySelector("button");
  if (!place || !button || !("speechSynthesis" in window)) return;
  const heading = document.querySelector<HTMLElement>("main h1");
  const languageOf = (part: HTMLElement | null): string =>
    (part?.querySelector<HTMLElement>("[lang]") ?? part?.closest<HTMLElement>("[lang]"))?.lang ?? "";
  const start = button.textContent ?? "";
  const voice = (language: string) =>
    speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(language.toLowerCase()));
  const offer = (): void => {
    place.hidden = !voice(languageOf(heading));
  };
  const stop = (): void => {
    speechSynthesis.cancel();
    button.textContent = start;
  };
  const say = (part: HTMLElement, then?: () => void): void => {
    const spoken = new SpeechSynthesisUtterance(part.innerText.trim().replace(/\s*\n\s*/g, ", "));
    spoken.lang = languageOf(part);
    spoken.voice = voice(spoken.lang) ?? null;
    spoken.rate = 0.9;
    if (then) spoken.onend = then;
    speechSynthesis.speak(spoken);
  };
  button.addEventListener("click", () => {
    if (button.textContent !== start) return stop();
    button.textContent = place.dataset["aloud"] ?? "";
    const parts = [...document.querySelectorAll<HTMLElement>("main h1, main .hint, .votepage .lead, .tile .tn, .tile .tp, .won h2, .won .num")];
    parts.forEach((part, at) => say(part, at === parts.length - 1 ? stop : undefined));
  });
  speechSynthesis.addEventListener("voiceschanged", offer);
  window.addEventListener("pagehide", stop);
  offer();
}
