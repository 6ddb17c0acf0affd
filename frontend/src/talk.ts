/* A conversation's statement: a voice that reads, keys, and votes that wait on the phone where there is no network. */
import { readAloud } from "./islands/aloud";
import { answerKeys } from "./islands/answerkeys";
import { sendVotes } from "./islands/outbox";
import { keepGiven } from "./islands/votes";

readAloud();
keepGiven();
sendVotes();
answerKeys();
