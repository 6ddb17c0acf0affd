/**
 * Leaving a page about a dangerous matter: the button, or Shift three times. A white sheet covers the page at once,
 * and the page is replaced, so that "back" does not lead to it. The history before it stays; the page says so.
 */
export function quickExit(): void {
  const links = document.querySelectorAll<HTMLAnchorElement>("a[data-leave]");
  const [first] = links;
  if (!first) return;

  const leave = (): void => {
    const cover = document.createElement("div");
    cover.className = "leave-cover";
    document.body.append(cover);
    document.title = "";
    window.location.replace(first.href);
  };
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
  }

  let presses: number[] = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      presses = [];
    } else if (!event.repeat) {
      presses = [...presses.filter((at) => event.timeStamp - at < 3000), event.timeStamp];
      if (presses.length >= 3) leave();
    }
  });
}
