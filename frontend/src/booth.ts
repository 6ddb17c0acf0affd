/* The voting booth: a voice that reads, points that add up while they are given, the puzzle of a vote open to everybody. */
import { readAloud } from "./islands/aloud";
import { livePoints } from "./islands/points";
import { solvePuzzle } from "./islands/puzzle";

readAloud();
livePoints();
solvePuzzle();
