/* The voting booth: a voice that reads, and points that add up while they are given. */
import { readAloud } from "./islands/aloud";
import { livePoints } from "./islands/points";

readAloud();
livePoints();
