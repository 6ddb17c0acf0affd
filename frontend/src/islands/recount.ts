import { type Completion, count, type Ties } from "../recount/count";
import { readBallots } from "../recount/pabulib";
import { decimal, number } from "./numbers";

const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The SHA-256 of the file, or undefined where the browser offers none (a page that came without encryption). */
const checksum = async (file: ArrayBuffer): Promise<string | undefined> =>
  crypto.subtle ? hex(await crypto.subtle.digest("SHA-256", file)) : undefined;

/**
 * "Count it here": fetches the published ballots, counts them anew on this device and sets the outcome beside what is
 * published. Words, file, rule and published winners come from the data attributes of the place.
 */
export function recountHere(): void {
  const place = document.querySelector<HTMLElement>("[data-recount]");
  const button = place?.querySelector<HTMLButtonElement>("button");
  const says = place?.querySelector<HTMLElement>("[data-recount-says]");
  if (!place || !button || !says) return;
  const data = place.dataset;
  const names = new Map(
    [...document.querySelectorAll<HTMLElement>("[data-project]")].map((one) => [one.dataset["project"], one.dataset["name"]]),
  );
  const say = (kind: string, head: string, lines: string[]): void => {
    says.className = `notice ${kind}`;
    says.replaceChildren();
    says.appendChild(document.createElement("strong")).textContent = head;
    for (const line of lines) says.appendChild(document.createElement("p")).textContent = line;
  };
  const fill = (words: string | undefined, values: Record<string, string>): string =>
    (words ?? "").replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");

  const money = (amount: number): string => `${number(amount)}\u00a0${data["currency"] ?? ""}`;

  const again = async (): Promise<void> => {
    button.disabled = true;
    try {
      say("", data["busy"] ?? "", []);
      const answer = await fetch(data["recount"] ?? "");
      if (!answer.ok) throw new Error(String(answer.status));
      const file = await answer.arrayBuffer();
      const sum = await checksum(file);
      const started = performance.now();
      let breathed = started;
      const election = readBallots(new TextDecoder().decode(file));
      const outcome = await count(election, data["completion"] as Completion, data["ties"] as Ties, async (step) => {
        if (performance.now() - breathed < 60) return;
        say("", data["busy"] ?? "", [fill(data["step"], { n: money(step) })]);
        await new Promise((done) => setTimeout(done));
        breathed = performance.now();
      });
      const published = (data["winners"] ?? "").split(",").filter((id) => id);
      const untouched = sum === undefined || sum === data["checksum"];
      const same = outcome.winners.join() === published.join() && untouched;
      const listed = outcome.winners.map((id) => names.get(id) ?? id).join("; ");
      say(same ? "" : "danger", (same ? data["same"] : data["other"]) ?? "", [
        fill(data["found"], {
          n: number(election.ballots.length),
          names: listed,
          sum: money(Number(outcome.cost)),
          seconds: decimal((performance.now() - started) / 1000),
        }),
        ...(outcome.steps ? [fill(data["raised"], { steps: money(outcome.steps) })] : []),
        (sum === undefined ? data["unchecked"] : untouched ? data["checked"] : data["altered"]) ?? "",
      ]);
    } catch (trouble) {
      say("danger", data["trouble"] ?? "", [String(trouble instanceof Error ? trouble.message : trouble)]);
    }
    button.disabled = false;
  };
  place.hidden = false;
  button.addEventListener("click", () => void again());
}
