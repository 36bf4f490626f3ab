// Finds an aircraft by callsign, address or country; the way to the details for a keyboard.
import { useState, type KeyboardEvent } from "react";
import { useStore } from "zustand";
import type { StateVector } from "../api/types";
import { findAircraft } from "../live/search";
import { selectAndCentre, type LiveStore } from "../live/store";

export function SearchBox({ store }: { store: LiveStore }) {
  const flights = useStore(store, (state) => state.sky?.flights);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const matches = findAircraft(flights ?? [], text);

  function search(value: string) {
    setText(value);
    setActive(0);
  }

  function choose(state: StateVector | undefined) {
    if (!state) return;
    selectAndCentre(store, state.icao24);
    search("");
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && matches.length > 0) setActive((active + step + matches.length) % matches.length);
    else if (event.key === "Enter") choose(matches[active]);
    else if (event.key === "Escape" && text !== "") search("");
    else return;
    event.preventDefault();
    // Escape here empties the search; the details stay open.
    event.stopPropagation();
  }

  return (
    <search className="search">
      <SearchInput text={text} onText={search} onKeyDown={onKeyDown} active={matches[active]} />
      {text.trim() !== "" && (
        <Matches matches={matches} active={matches[active]} onChoose={choose} />
      )}
    </search>
  );
}

interface InputProps {
  text: string;
  active: StateVector | undefined;
  onText(value: string): void;
  onKeyDown(event: KeyboardEvent): void;
}

function SearchInput({ text, active, onText, onKeyDown }: InputProps) {
  return (
    <input
      type="text"
      role="combobox"
      aria-label="Find callsign, address or country"
      placeholder="Callsign, address, country"
      aria-expanded={active !== undefined}
      aria-controls="search-matches"
      aria-autocomplete="list"
      aria-activedescendant={active && optionId(active)}
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={(event) => onText(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}

interface MatchesProps {
  matches: StateVector[];
  active: StateVector | undefined;
  onChoose(state: StateVector): void;
}

function Matches({ matches, active, onChoose }: MatchesProps) {
  if (matches.length === 0) {
    return (
      <p className="no-match card" role="status">
        No aircraft matches
      </p>
    );
  }
  return (
    <ul className="matches card" id="search-matches" role="listbox" aria-label="Matching aircraft">
      {matches.map((state) => (
        <li
          key={state.icao24}
          id={optionId(state)}
          role="option"
          aria-selected={state === active}
          // Before the input loses its focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(state)}
        >
          <strong>{state.callsign?.trim() || "no callsign"}</strong>
          <code>{state.icao24}</code>
          <small>{state.origin_country}</small>
        </li>
      ))}
    </ul>
  );
}

const optionId = ({ icao24 }: StateVector) => `match-${icao24}`;
