/* The desk's keyboard, loaded after main.ts on staff pages only. */
import { deskKeys } from "./islands/keys";

deskKeys();
