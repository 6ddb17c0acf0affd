import { keptVotes, type Votes } from "./votes";

/** What the page tells of its map: for each statement on it the mean vote and both axes; no person. */
export interface Axes {
  statements: number[];
  means: number[];
  x: number[];
  y: number[];
  centres: [letter: string, x: number, y: number][];
  scale: number;
  middle: [number, number];
  merged: Record<string, number>;
}

/**
 * Where somebody with these votes stands: sqrt(m / n) times the sum of (vote - mean) axis over the n votes on the map's m
 * statements, as the server places everybody. Nothing without a vote on any of them. A vote on a statement that was merged
 * counts on the one that stayed, unless there is one on that, too.
 */
export function placeOf(votes: Votes, axes: Axes): [x: number, y: number] | undefined {
  const moved: Votes = {};
  for (const [number, value] of Object.entries(votes)) if (axes.merged[number] !== undefined) moved[axes.merged[number]] = value;
  const own = { ...moved, ...Object.fromEntries(Object.entries(votes).filter(([number]) => axes.merged[number] === undefined)) };
  let [x, y, n] = [0, 0, 0];
  axes.statements.forEach((number, at) => {
    const value = own[number];
    if (value === undefined) return;
    const from = value - (axes.means[at] ?? 0);
    x += from * (axes.x[at] ?? 0);
    y += from * (axes.y[at] ?? 0);
    n += 1;
  });
  if (!n) return undefined;
  const stretch = Math.sqrt(axes.statements.length / n);
  return [x * stretch, y * stretch];
}

/** The letter of the group whose middle is nearest; "" where no groups are told. */
export function nearest([x, y]: [number, number], axes: Axes): string {
  const far = axes.centres.map(([letter, cx, cy]) => ({ letter, far: (x - cx) ** 2 + (y - cy) ** 2 }));
  return far.sort((a, b) => a.far - b.far)[0]?.letter ?? "";
}

const SVG = "http://www.w3.org/2000/svg";
const RADIUS = 12;

/** Marks the reader's own place on the map from the votes that this device kept. Nothing is sent. */
export function findYourself(): void {
  const part = document.querySelector<HTMLElement>("[data-own]");
  const said = part?.querySelector<HTMLElement>("[data-own-said]");
  const map = document.querySelector<SVGSVGElement>("svg.opinionmap");
  const told = document.getElementById("own-place")?.textContent;
  part?.querySelector("[data-own-off]")?.remove();
  if (!part || !said || !map || !told) return;
  const axes = JSON.parse(told) as Axes;
  const place = placeOf(keptVotes(part.dataset["own"] ?? ""), axes);
  if (!place) return;
  const { width, height } = map.viewBox.baseVal;
  const within = (value: number, most: number): number => Math.min(Math.max(value, RADIUS), most - RADIUS);
  const spot = [(place[0] - axes.middle[0]) * axes.scale + width / 2, height / 2 - (place[1] - axes.middle[1]) * axes.scale];
  const [x, y] = [within(spot[0] ?? 0, width), within(spot[1] ?? 0, height)];
  const mark = document.createElementNS(SVG, "g");
  mark.setAttribute("class", "me");
  const ring = mark.appendChild(document.createElementNS(SVG, "circle"));
  const word = mark.appendChild(document.createElementNS(SVG, "text"));
  ring.setAttribute("r", String(RADIUS));
  ring.setAttribute("cx", String(x));
  ring.setAttribute("cy", String(y));
  word.setAttribute("x", String(Math.min(Math.max(x, 40), width - 40)));
  word.setAttribute("y", String(y > height - 60 ? y - 32 : y + 34));
  word.textContent = part.dataset["you"] ?? "";
  map.appendChild(mark);
  const letter = nearest(place, axes);
  const beyond = x !== spot[0] || y !== spot[1];
  said.textContent = [
    letter ? (part.dataset["group"] ?? "").replace("{letter}", letter) : part.dataset["none"],
    beyond ? part.dataset["far"] : "",
  ].join(" ").trim();
  said.hidden = false;
  [part.dataset["x"], part.dataset["y"]] = [String(place[0]), String(place[1])];
}
