/* Solves a puzzle beside the page, which stays alive; tells each number as it is found. */
import { solve } from "./solve";

interface Asked {
  seed: string;
  bits: number;
  parts: number;
}

self.onmessage = ({ data }: MessageEvent<Asked>): void => {
  for (let place = 0; place < data.parts; place++) self.postMessage(solve(data.seed, place, data.bits));
};
