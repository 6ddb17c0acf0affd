/** The votes that were given on this device, kept on it alone: by conversation, the number of a statement and 1, 0 or -1. */
export type Votes = Record<string, number>;

const name = (key: string): string => `conversation-${key}-votes`;

export function keptVotes(key: string): Votes {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name(key)) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter(([number, value]) => /^\d+$/.test(number) && [1, 0, -1].includes(value)));
  } catch {
    return {}; // without storage nothing is kept, and nothing is missing
  }
}

/** Keep a vote; undefined takes it away. */
export function keepVote(key: string, statement: string, value: number | undefined): void {
  const votes = keptVotes(key);
  if (value === undefined) delete votes[statement];
  else votes[statement] = value;
  try {
    localStorage.setItem(name(key), JSON.stringify(votes));
  } catch {
    // The map cannot mark the place then.
  }
}

export const VALUES: Record<string, number> = { agree: 1, pass: 0, disagree: -1 };

/** Keeps the vote that the page says was given, and what an undo brings back; `data-votes` names the conversation. */
export function keepGiven(): void {
  const place = document.querySelector<HTMLElement>("[data-votes]");
  const done = document.querySelector<HTMLFormElement>("form.donevote");
  const key = place?.dataset["votes"];
  const statement = done?.querySelector<HTMLInputElement>("[name=statement]")?.value;
  if (!key || !done || !statement) return;
  keepVote(key, statement, VALUES[done.dataset["given"] ?? ""]);
  done.addEventListener("submit", () => {
    keepVote(key, statement, VALUES[done.querySelector<HTMLInputElement>("[name=was]")?.value ?? ""]);
  });
}
