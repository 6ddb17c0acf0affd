/**
 * "Use my position": fills the two hidden fields that the button names in data-position ("lat lon"), and says so.
 * Shown only where the browser can tell a position; the words come from the template.
 */
export function usePosition(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-position]")) {
    const form = button.form;
    const [lat, lon] = (button.dataset["position"] ?? "")
      .split(" ")
      .map((name) => form?.elements.namedItem(name) as HTMLInputElement | null);
    if (!lat || !lon || !("geolocation" in navigator) || !window.isSecureContext) continue;
    const status = document.getElementById(button.getAttribute("aria-describedby") ?? "");
    const say = (words: string | undefined): void => {
      if (status) status.textContent = words ?? "";
    };

    button.hidden = false;
    button.addEventListener("click", () => {
      say(button.dataset["waiting"]);
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          lat.value = coords.latitude.toFixed(5);
          lon.value = coords.longitude.toFixed(5);
          say(button.dataset["found"]);
        },
        () => say(button.dataset["refused"]),
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
      );
    });
  }
}
