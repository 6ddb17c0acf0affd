/* A conversation's statement: a voice that reads, and the votes of this device kept on it. */
import { readAloud } from "./islands/aloud";
import { keepGiven } from "./islands/votes";

readAloud();
keepGiven();
