// What happens when something found is chosen.
import type { Match } from "../live/matches";
import { change, select, selectAndCentre, type LiveStore } from "../live/store";

const AIRPORT_ZOOM = 10;

export function chooseMatch(store: LiveStore, { kind, code, place }: Match): void {
  switch (kind) {
    case "aircraft":
      return selectAndCentre(store, code);
    case "airport":
      select(store, null);
      change(store, { panel: "airport", airport: code });
      if (place) store.setState({ centreRequest: { ...place, zoom: AIRPORT_ZOOM } });
      return;
    case "airline":
      return change(store, { panel: "fleet", airline: code });
    case "country": {
      const { filters } = store.getState().settings;
      return change(store, { panel: "filters", filters: { ...filters, countries: [code] } });
    }
  }
}
