import { keepVote, VALUES } from "./votes";

/** A vote that waits on this phone: the statement's number and the answer. */
export interface Waiting {
  statement: string;
  act: string;
}

interface Words {
  number: number;
  words: string;
  lang: string;
  original?: string;
  originalLang?: string;
}

type Outcome = { next: string } | "dropped" | "over" | "waits";

const PATIENCE = 8_000; // milliseconds for one answer of the server
const AGAIN = 20_000;

/** What waits with one more answer: of one statement the last answer alone, so that each is sent once. */
export function withAnswer(waiting: Waiting[], one: Waiting): Waiting[] {
  return [...waiting.filter((other) => other.statement !== one.statement), one];
}

class Box {
  private readonly name: string;
  constructor(key: string) {
    this.name = `conversation-${key}-waiting`;
  }
  read(): Waiting[] {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.name) ?? "[]");
      return Array.isArray(kept) ? (kept as Waiting[]).filter((one) => one?.act in VALUES && /^\d+$/.test(one.statement)) : [];
    } catch {
      return [];
    }
  }
  write(waiting: Waiting[]): boolean {
    try {
      localStorage.setItem(this.name, JSON.stringify(waiting));
      return true;
    } catch {
      return false; // no storage: the form is sent as it always was
    }
  }
  /** Takes out the vote on that statement; another answer given meanwhile stays, unless `act` is "". */
  take({ statement, act }: Waiting): void {
    this.write(this.read().filter((one) => one.statement !== statement || (act !== "" && one.act !== act)));
  }
}

/**
 * A statement's answers, sent by the script: kept on the phone first, taken out once the server has it. Without network
 * the next statement is put on the page from those that came with it, and all that wait are sent, one after the other,
 * when there is network or when the page is opened again. Without a script the form goes as any other.
 */
export function sendVotes(): void {
  const place = document.querySelector<HTMLElement>("[data-votes]");
  if (!place) return;
  const box = new Box(place.dataset["votes"] ?? "");
  const say = teller(place);
  const n = box.read().length;
  if (place.dataset["over"] !== undefined) {
    if (n) say(n === 1 ? "one" : "many", n);
    box.write([]);
    return;
  }
  const form = place.querySelector<HTMLFormElement>("form[data-answer]");
  const sender = new Sender(place, box, form?.getAttribute("action") ?? location.pathname);
  const page = form ? byHand(form, place, box, sender) : undefined;
  if (n) say(n === 1 ? "one" : "many", n);
  const again = async (): Promise<void> => {
    const outcome = await sender.flush();
    if (!outcome) return;
    page?.settle(outcome.sent);
    if (outcome.gone) say("gone", outcome.gone);
    else if (outcome.sent) say(outcome.sent === 1 ? "sentOne" : "sentMany", outcome.sent);
  };
  window.addEventListener("online", () => void again());
  setInterval(() => void again(), AGAIN);
  void again();
}

/** Says in the page's own words, with {n} in them, how it stands with what waits; "" takes the notice away. */
function teller(place: HTMLElement): (name: string, n?: number) => void {
  const notice = place.querySelector<HTMLElement>("[data-kept]");
  const status = notice?.querySelector("p");
  return (name, n = 0) => {
    if (!notice || !status) return;
    notice.hidden = !name;
    status.textContent = (place.dataset[name] ?? "").replace("{n}", String(n));
  };
}

class Sender {
  pressing = false;
  private flushing = false;
  constructor(private readonly place: HTMLElement, private readonly box: Box, private readonly address: string) {}

  get busy(): boolean {
    return this.pressing || this.flushing;
  }

  async post(fields: Record<string, string>): Promise<Outcome> {
    const token = document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
    const patience = new AbortController();
    const late = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ csrfmiddlewaretoken: token, ...fields }),
        signal: patience.signal,
      });
      if (answer.ok) return { next: ((await answer.json()) as { next: string }).next };
      if (answer.status !== 422) return "waits";
      return ((await answer.json()) as { why: string }).why === "over" ? "over" : "dropped";
    } catch {
      return "waits";
    } finally {
      clearTimeout(late);
    }
  }

  /** Sends what waits, one after the other: the first answer brings the cookie that keeps all of them together. */
  async flush(): Promise<{ sent: number; gone: number } | undefined> {
    if (this.busy || !navigator.onLine || !this.box.read().length) return undefined;
    this.flushing = true;
    try {
      const key = `conversation-${this.place.dataset["votes"]}`;
      return "locks" in navigator ? await navigator.locks.request(key, () => this.all()) : await this.all();
    } finally {
      this.flushing = false;
    }
  }

  private async all(): Promise<{ sent: number; gone: number }> {
    const key = this.place.dataset["votes"] ?? "";
    let [sent, gone] = [0, 0];
    for (const one of this.box.read()) {
      const outcome = await this.post({ statement: one.statement, act: one.act });
      if (outcome === "waits") break;
      if (outcome === "over") {
        location.replace(this.address); // the page of its end says how many came too late
        break;
      }
      this.box.take(one);
      if (outcome === "dropped") gone += 1;
      else sent += 1;
      keepVote(key, one.statement, outcome === "dropped" ? undefined : VALUES[one.act]);
    }
    return { sent, gone };
  }
}

/** The buttons of the statement that stands on the page; `settle` is told how many that waited were sent. */
function byHand(form: HTMLFormElement, place: HTMLElement, box: Box, sender: Sender): { settle: (sent: number) => void } {
  const number = form.querySelector<HTMLInputElement>("[name=statement]");
  const heading = form.querySelector<HTMLElement>("[data-statement]");
  const original = form.querySelector<HTMLElement>("[data-original]");
  const source = original?.querySelector("span");
  const undo = place.querySelector<HTMLElement>("[data-kept-undo]");
  const far = document.getElementById("howfar");
  const bar = place.querySelector<SVGElement>(".prog");
  const say = teller(place);
  const waits = new Set(box.read().map((one) => one.statement));
  const all = JSON.parse(document.getElementById("ahead")?.textContent ?? "[]") as Words[];
  const ahead = all.filter((one) => !waits.has(String(one.number)));
  let present: Words = {
    number: Number(number?.value), words: heading?.textContent?.trim() ?? "",
    lang: heading?.querySelector<HTMLElement>("[lang]")?.lang ?? document.documentElement.lang,
    ...(original && !original.hidden && { original: source?.textContent ?? "", originalLang: source?.lang ?? "" }),
  };
  let done: Words[] = [];
  let sentHere = 0;

  const put = (one: Words | undefined): void => {
    for (const part of form.querySelectorAll<HTMLElement>(".threeways, [data-answer-key='4']")) part.hidden = !one;
    if (!number || !heading) return;
    heading.textContent = one?.words ?? place.dataset["end"] ?? "";
    heading.lang = one?.lang ?? document.documentElement.lang;
    number.value = String(one?.number ?? "");
    if (original && source) {
      original.hidden = !one?.original;
      [source.textContent, source.lang] = [one?.original ?? "", one?.originalLang ?? ""];
    }
    for (const button of form.querySelectorAll(".given")) button.classList.remove("given");
    document.querySelector<HTMLElement>("form.donevote")?.setAttribute("hidden", "");
    if (one) present = one;
    const n = box.read().length;
    say(n ? (n === 1 ? "one" : "many") : "", n);
    if (undo) undo.hidden = !done.length;
    const seen = Number(place.dataset["seen"]) + sentHere + n;
    if (far) far.textContent = (place.dataset["far"] ?? "").replace("{n}", String(seen));
    const share = (100 * seen) / Math.max(Number(place.dataset["all"]), 1);
    bar?.setAttribute("aria-valuenow", share.toFixed());
    bar?.querySelector("rect")?.setAttribute("width", `${share}%`);
  };

  const answer = async (act: string): Promise<void> => {
    const one = { statement: number?.value ?? "", act };
    if (act !== "another" && !box.write(withAnswer(box.read(), one))) return native(act);
    const later = form.querySelector<HTMLInputElement>("[name=later]")?.value ?? "";
    const outcome = navigator.onLine && !done.length && !sentHere && !sender.busy ? await press({ ...one, later }) : "waits";
    if (outcome === "waits") {
      (act === "another" ? ahead : done).push(present);
      return put(ahead.shift());
    }
    box.take(one);
    if (typeof outcome === "object") return location.assign(outcome.next);
    keepVote(place.dataset["votes"] ?? "", one.statement, undefined);
    native(act); // refused: the server's own page says why
  };
  const press = async (fields: Record<string, string>): Promise<Outcome> => {
    sender.pressing = true;
    try {
      return await sender.post(fields);
    } finally {
      sender.pressing = false;
    }
  };
  const native = (act: string): void => {
    const chosen = form.appendChild(document.createElement("input"));
    [chosen.type, chosen.name, chosen.value] = ["hidden", "act", act];
    form.submit();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation(); // it may be pressed again for the next statement
    const act = (event.submitter as HTMLButtonElement | null)?.value ?? "";
    if (act && !sender.pressing) void answer(act);
  });
  undo?.addEventListener("click", () => {
    const last = done.pop();
    if (!last) return;
    box.take({ statement: String(last.number), act: "" });
    ahead.unshift(present);
    put(last);
  });
  document.querySelector<HTMLFormElement>("form.donevote")?.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say("nonet");
  });
  if (waits.has(number?.value ?? "")) put(ahead.shift());
  return {
    settle: (sent) => {
      sentHere += sent;
      done = [];
      if (undo) undo.hidden = true;
    },
  };
}
