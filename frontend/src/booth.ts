/* The voting booth: a voice that reads. */
import { readAloud } from "./islands/aloud";

readAloud();
