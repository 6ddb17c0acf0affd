/**
 * "Read aloud" in the booth: the heading, the question and each thing with its price, one after the other, in the page's
 * language. The button is shown only where the device has a voice for that language; without one nothing is missing.
 */
export function readAloud(): void {
  const place = document.querySelector<HTMLElement>("[data-aloud]");
  const button = place?.querySelector("button");
  if (!place || !button || !("speechSynthesis" in window)) return;
  const language = document.documentElement.lang;
  const start = button.textContent ?? "";
  const voice = () => speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
  const offer = (): void => {
    place.hidden = !voice();
  };
  const stop = (): void => {
    speechSynthesis.cancel();
    button.textContent = start;
  };
  const say = (words: string, then?: () => void): void => {
    const spoken = new SpeechSynthesisUtterance(words);
    spoken.lang = language;
    spoken.voice = voice() ?? null;
    spoken.rate = 0.9;
    if (then) spoken.onend = then;
    speechSynthesis.speak(spoken);
  };
  button.addEventListener("click", () => {
    if (button.textContent !== start) return stop();
    button.textContent = place.dataset["aloud"] ?? "";
    const parts = ["main h1", "main .hint", ".tile"].flatMap((what) =>
      [...document.querySelectorAll<HTMLElement>(what)].map((one) => one.innerText.trim().replace(/\s*\n\s*/g, ", ")),
    );
    parts.forEach((words, at) => say(words, at === parts.length - 1 ? stop : undefined));
  });
  speechSynthesis.addEventListener("voiceschanged", offer);
  window.addEventListener("pagehide", stop);
  offer();
}
