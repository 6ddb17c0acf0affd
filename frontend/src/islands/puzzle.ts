/**
 * Where a vote is open to everybody: the device solves the puzzle of the form's data attributes in a worker, and sends what it
 * found. Without a script, or a worker, the page offers a letter instead.
 */
export function solvePuzzle(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-seed]");
  const go = form?.querySelector<HTMLButtonElement>("[data-puzzle-go]");
  const says = form?.querySelector<HTMLElement>("[data-puzzle-says]");
  const bar = form?.querySelector("progress");
  const numbers = form?.querySelector<HTMLInputElement>("input[name=numbers]");
  if (!form || !go || !says || !bar || !numbers || !("Worker" in window)) return;
  const parts = Number(form.dataset["parts"]);
  form.hidden = false;
  go.addEventListener("click", () => {
    go.disabled = true;
    bar.hidden = false;
    const found: number[] = [];
    const tell = (): void => {
      bar.value = found.length;
      says.textContent = (form.dataset["works"] ?? "").replace("{n}", String(found.length)).replace("{all}", String(parts));
    };
    tell();
    const worker = new Worker(new URL("../puzzle/worker.ts", import.meta.url), { type: "module" });
    worker.onerror = () => {
      says.textContent = form.dataset["trouble"] ?? "";
      bar.hidden = true;
    };
    worker.onmessage = ({ data }: MessageEvent<number>) => {
      found.push(data);
      tell();
      if (found.length < parts) return;
      worker.terminate();
      numbers.value = found.join();
      form.requestSubmit();
    };
    worker.postMessage({ seed: form.dataset["seed"], bits: Number(form.dataset["bits"]), parts });
  });
}
