/**
 * The wall of a meeting: what people hold, fetched again every ten seconds while the box is ticked. Without a script the
 * page stays as it was loaded; a page whose server does not answer stays as it was, too.
 */
const EVERY = 10_000;

export function keepNew(): void {
  const place = document.querySelector<HTMLElement>("[data-wall]");
  const box = place?.querySelector<HTMLInputElement>("input");
  if (!place || !box) return;
  place.hidden = false;
  const again = async (): Promise<void> => {
    if (!box.checked || document.hidden) return;
    try {
      const answer = await fetch(location.href);
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-wall-shown]");
      if (fresh && box.checked) document.querySelector("[data-wall-shown]")?.replaceWith(fresh);
    } catch {
      /* the network is gone for now: what stands there stays */
    }
  };
  setInterval(() => void again(), EVERY);
}
