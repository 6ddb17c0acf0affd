/** Moves the focus to what was marked for it: the summary of errors. Old browsers know no `autofocus` on it. */
export function focusMarked(): void {
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
}
