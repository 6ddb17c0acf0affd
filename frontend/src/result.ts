/* The page of a result: what one's own vote paid, and the count once more, both on the reader's device. */
import { shareOfVote } from "./islands/mine";
import { recountHere } from "./islands/recount";

shareOfVote();
recountHere();
