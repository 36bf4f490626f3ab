// Everything known about the selected aircraft, as reported: never the estimate of the map.
import { useEffect } from "react";
import { useStore } from "zustand";
import type { StateVector } from "../api/types";
import { emergencyOf } from "../live/emergency";
import { select, selectAndCentre, type LiveStore } from "../live/store";
import { FIELD_GROUPS, type FieldGroup } from "./fields";

export function AircraftPanel({ store }: { store: LiveStore }) {
  const selected = useStore(store, (state) => state.selected);
  const state = useStore(store, (live) => live.selectedState);
  const isCurrent = useStore(store, (live) => !!selected && !!live.sky?.byAddress.has(selected));
  useEscape(() => select(store, null), selected !== null);
  if (selected === null) return null;
  return (
    <aside className="details card" data-testid="details" aria-label="Aircraft details">
      <Header icao24={selected} state={state} onClose={() => select(store, null)} />
      {!isCurrent && <p className="gone">{goneText(state)}</p>}
      {state &&
        FIELD_GROUPS.map((group) => <Group key={group.title} group={group} state={state} />)}
      {isCurrent && (
        <button type="button" className="centre" onClick={() => selectAndCentre(store, selected)}>
          Centre on map
        </button>
      )}
    </aside>
  );
}

interface HeaderProps {
  icao24: string;
  state: StateVector | null;
  onClose(): void;
}

function Header({ icao24, state, onClose }: HeaderProps) {
  return (
    <header className={state && emergencyOf(state) ? "is-emergency" : ""}>
      <h2>{state?.callsign?.trim() || icao24}</h2>
      <p>{[icao24, state?.origin_country].filter(Boolean).join(" · ")}</p>
      <button type="button" aria-label="Close details" onClick={onClose}>
        ×
      </button>
    </header>
  );
}

function goneText(state: StateVector | null): string {
  return state
    ? "No longer in the current sky. This is its last report."
    : "Not in the current sky.";
}

function Group({ group, state }: { group: FieldGroup; state: StateVector }) {
  return (
    <section>
      <h3>{group.title}</h3>
      <dl>
        {group.fields.map(({ name, label, show }) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd data-testid={`details-${name}`}>{show(state)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function useEscape(close: () => void, isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return;
    const onKeyDown = (event: KeyboardEvent) => event.key === "Escape" && close();
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  });
}
