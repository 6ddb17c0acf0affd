/* The desk's keyboard, loaded after main.ts on staff pages only. */
import { deskKeys } from "./islands/keys";

deskKeys();
// On a phone the desk's pages stand in one line that goes on beyond the screen: it begins where one is.
document.querySelector(".dnav .on")?.scrollIntoView({ block: "nearest", inline: "center" });
