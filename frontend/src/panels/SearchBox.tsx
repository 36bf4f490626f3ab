// Finds aircraft, airlines, airports and countries; the way to everything for a keyboard.
import { useEffect, useState, type KeyboardEvent } from "react";
import { useWords } from "../i18n/context";
import type { Match } from "../live/matches";
import { useServices } from "./context";
import { chooseMatch } from "./chooseMatch";
import { useMatches } from "./useMatches";

export function SearchBox() {
  const { t } = useWords();
  const { store } = useServices();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const matches = useMatches(text);
  const current = matches[Math.min(active, matches.length - 1)];

  function search(value: string) {
    setText(value);
    setActive(0);
  }

  function choose(match: Match | undefined) {
    if (!match) return;
    chooseMatch(store, match);
    search("");
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && matches.length > 0) setActive((active + step + matches.length) % matches.length);
    else if (event.key === "Enter") choose(current);
    else if (event.key === "Escape" && text !== "") search("");
    else return;
    event.preventDefault();
    // Escape here empties the search; the details stay open.
    event.stopPropagation();
  }

  return (
    <search className="search card">
      <input
        id="search"
        type="text"
        role="combobox"
        aria-label={t("search")}
        placeholder={t("searchHint")}
        aria-expanded={current !== undefined}
        aria-controls={current && "search-matches"}
        aria-autocomplete="list"
        aria-activedescendant={current && optionId(current)}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => search(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {text.trim() !== "" && (
        <Matches matches={matches} active={current} text={text} onChoose={choose} />
      )}
    </search>
  );
}

interface MatchesProps {
  matches: readonly Match[];
  active: Match | undefined;
  text: string;
  onChoose(match: Match): void;
}

function Matches({ matches, active, text, onChoose }: MatchesProps) {
  const { t } = useWords();
  useEffect(() => {
    if (active) document.getElementById(optionId(active))?.scrollIntoView({ block: "nearest" });
  }, [active]);
  if (matches.length === 0) {
    return (
      <p className="no-match card" role="status">
        {t("searchNothing", { text: text.trim() })}
      </p>
    );
  }
  return (
    <ul className="matches card" id="search-matches" role="listbox" aria-label={t("searchResults")}>
      {matches.map((match) => (
        <li
          key={optionId(match)}
          id={optionId(match)}
          role="option"
          aria-selected={match === active}
          // Before the input loses its focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(match)}
        >
          <strong>{match.name}</strong>
          <code>{match.code}</code>
          <small>{match.about}</small>
        </li>
      ))}
    </ul>
  );
}

const optionId = ({ kind, code }: Match) => `match-${kind}-${code}`;
