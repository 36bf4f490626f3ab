// Aircraft that call for help, wherever the map looks.
import { useMemo } from "react";
import { useStore } from "zustand";
import { emergencyOf } from "../live/emergency";
import { selectAndCentre, type LiveStore } from "../live/store";

const MOST_SHOWN = 5;

export function EmergencyList({ store }: { store: LiveStore }) {
  const flights = useStore(store, (state) => state.sky?.flights);
  const emergencies = useMemo(() => (flights ?? []).filter(emergencyOf), [flights]);
  if (emergencies.length === 0) return null;
  return (
    <section className="emergencies card" aria-label="Emergencies">
      <h2>{emergencies.length === 1 ? "1 emergency" : `${emergencies.length} emergencies`}</h2>
      <ul>
        {emergencies.slice(0, MOST_SHOWN).map((state) => (
          <li key={state.icao24}>
            <button type="button" onClick={() => selectAndCentre(store, state.icao24)}>
              <strong>{state.squawk}</strong> {state.callsign?.trim() || state.icao24}
              <small>{emergencyOf(state)}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
