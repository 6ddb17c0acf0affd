/** What the recount reads of a published ballot file (`.pb`): whole amounts of money, approvals or whole points. */
export interface Election {
  /** Whether a voter gains by the points that she gave; else what a project costs. */
  spread: boolean;
  budget: bigint;
  /** In the order of the file. */
  projects: { id: string; cost: bigint }[];
  /** For each ballot, empty ones too, the projects that it names with their points; 1 for an approval. */
  ballots: Map<string, bigint>[];
}

/** Splits a line at semicolons; a quoted field may hold semicolons and doubled quotes. */
function fields(line: string): string[] {
  const found: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^;]*))(;|$)/y;
  for (;;) {
    const match = field.exec(line);
    if (!match) throw new Error(`unreadable line: ${line}`);
    found.push(match[1] === undefined ? (match[2] ?? "") : match[1].replace(/""/g, '"'));
    if (match[3] === "") return found;
  }
}

/** Reads a file of approvals or points as this site publishes it. Throws an Error in words where it is something else. */
export function readBallots(text: string): Election {
  const rows: Record<string, Record<string, string>[]> = { META: [], PROJECTS: [], VOTES: [] };
  let section: Record<string, string>[] | undefined;
  let columns: string[] | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (line === "") continue;
    if (rows[line]) {
      section = rows[line];
      columns = undefined;
    } else if (!columns) {
      columns = fields(line);
    } else {
      const values = fields(line);
      section?.push(Object.fromEntries(columns.map((name, at) => [name, values[at] ?? ""])));
    }
  }
  const meta = Object.fromEntries((rows["META"] ?? []).map((row) => [row["key"], row["value"]]));
  const spread = meta["vote_type"] === "cumulative";
  if (!spread && meta["vote_type"] !== "approval") throw new Error(`votes of type ${meta["vote_type"]} are not counted here`);
  const projects = (rows["PROJECTS"] ?? []).map((row) => ({
    id: row["project_id"] ?? "",
    cost: BigInt(row["cost"] ?? ""),
  }));
  const known = new Set(projects.map((project) => project.id));
  const listed = (text: string | undefined): string[] => (text ?? "").split(",").filter((one) => one !== "");
  const ballots = (rows["VOTES"] ?? []).map((row) => {
    const ids = listed(row["vote"]);
    const points = spread ? listed(row["points"]) : ids.map(() => "1");
    if (points.length !== ids.length) throw new Error(`${points.length} points for ${ids.length} projects`);
    return new Map(ids.map((id, at) => [id, BigInt(points[at]!)]));
  });
  if (ballots.some((ballot) => [...ballot.keys()].some((id) => !known.has(id)))) {
    throw new Error("a vote for a project that is not in the file");
  }
  return { spread, budget: BigInt(meta["budget"] ?? ""), projects, ballots };
}
