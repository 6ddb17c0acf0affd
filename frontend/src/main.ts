/* What every page of citizens gets better with. Each island looks for its own attribute and leaves other pages alone. */
import { guardForms } from "./islands/busy";
import { focusMarked } from "./islands/focus";
import { quickExit } from "./islands/leave";
import { usePosition } from "./islands/position";
import { printButtons } from "./islands/print";
import { livePurse } from "./islands/purse";
import { fittingKeys } from "./islands/reach";

focusMarked();
guardForms();
quickExit();
usePosition();
printButtons();
livePurse();
fittingKeys();
