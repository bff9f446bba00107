import { describe, expect, it } from "vitest";
import { sharesOf, spellsOf, withBifurcation, withTransitions, type BifurcationModel, type Transition } from "../src/stores/seam-model";

const at = (time: number, to: Transition["to"], from: string | null = null): Transition => ({ at: time, from, to, seam: "pause_seam", intensity: 1 });

describe("transitions", () => {
  it("keeps the one that comes by the channel and by HTTP once", () => {
    const known = withTransitions([], [at(1_000, "CRISIS_MODE")], 10);
    expect(withTransitions(known, [at(1_000, "CRISIS_MODE")], 10)).toBe(known);
  });

  it("takes one that comes twice in the same answer once", () => {
    expect(withTransitions([], [at(1, "UNKNOWN"), at(1, "UNKNOWN")], 10)).toHaveLength(1);
  });

  it("orders by time and gives up the oldest at the bound", () => {
    const known = withTransitions([], [at(3, "UNKNOWN"), at(1, "CRISIS_MODE"), at(2, "HARMONIOUS_FLOW")], 2);
    expect(known.map((each) => each.at)).toEqual([2, 3]);
  });
});

describe("bifurcations", () => {
  it("keeps one that comes again once, and the newest at the bound", () => {
    const known = [5, 3, 5, 4].reduce<readonly BifurcationModel[]>((list, time) => withBifurcation(list, { at: time, tension: 1, transitions: [] }, 2), []);
    expect(known.map((each) => each.at)).toEqual([4, 5]);
  });
});

describe("spells", () => {
  it("last from one transition to the next, and the newest until now", () => {
    const spells = spellsOf([at(10, "CRISIS_MODE"), at(20, "HARMONIOUS_FLOW")], null, 0, 100);
    expect(spells).toEqual([{ state: "CRISIS_MODE", from: 10, to: 20 }, { state: "HARMONIOUS_FLOW", from: 20, to: 100 }]);
  });

  it("are cut at the edges of the span, and left out beyond them", () => {
    const spells = spellsOf([at(10, "CRISIS_MODE"), at(20, "HARMONIOUS_FLOW"), at(90, "UNKNOWN")], null, 50, 80);
    expect(spells).toEqual([{ state: "HARMONIOUS_FLOW", from: 50, to: 80 }]);
  });

  it("begin with the state that was entered without a transition", () => {
    expect(spellsOf([], { state: "UNKNOWN", since: 30 }, 0, 100)).toEqual([{ state: "UNKNOWN", from: 30, to: 100 }]);
    expect(spellsOf([], { state: "UNKNOWN", since: null }, 0, 100)).toEqual([]);
  });

  it("say nothing about the time before the first known transition", () => {
    expect(spellsOf([at(60, "CRISIS_MODE", "UNKNOWN")], { state: "CRISIS_MODE", since: 60 }, 0, 100)).toEqual([{ state: "CRISIS_MODE", from: 60, to: 100 }]);
  });

  it("add up to shares of the span", () => {
    const spells = spellsOf([at(0, "CRISIS_MODE"), at(25, "UNKNOWN"), at(75, "CRISIS_MODE")], null, 0, 100);
    expect([...sharesOf(spells, 0, 100)]).toEqual([["CRISIS_MODE", 0.5], ["UNKNOWN", 0.5]]);
  });
});
