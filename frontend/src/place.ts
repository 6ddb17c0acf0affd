/* What came of a conversation: the reader's own place on the map, found on the reader's device. */
import { findYourself } from "./islands/place";

findYourself();
