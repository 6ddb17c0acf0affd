/* The wall of a meeting keeps itself new. */
import { keepNew } from "./islands/wall";

keepNew();
