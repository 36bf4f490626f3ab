// Filters kept under a name, in this browser.
import { useState } from "react";
import { useWords } from "../i18n/context";
import { readKept, writeKept } from "../lib/kept";
import { isFiltered, type Filters } from "../live/filters";
import { change } from "../live/store";
import { useServices } from "../panels/context";

const KEY = "flight-tracker.filters";
type Saved = Record<string, Filters>;

export function SavedFilters({ filters }: { filters: Filters }) {
  const { t } = useWords();
  const { store } = useServices();
  const [saved, setSaved] = useState<Saved>(() => readKept<Saved>(KEY, {}));
  const [name, setName] = useState("");

  function keep(next: Saved) {
    setSaved(next);
    writeKept(KEY, next);
  }

  function remove(one: string) {
    keep(Object.fromEntries(Object.entries(saved).filter(([other]) => other !== one)));
  }

  return (
    <section className="field">
      <h3>{t("filterSaved")}</h3>
      <ul className="saved">
        {Object.entries(saved).map(([one, kept]) => (
          <li key={one}>
            <button
              type="button"
              className="chip"
              aria-label={t("filterApply", { name: one })}
              onClick={() => change(store, { filters: kept })}
            >
              {one}
            </button>
            <button
              type="button"
              className="plain"
              aria-label={t("filterDelete", { name: one })}
              onClick={() => remove(one)}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <form
        className="inline"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() && isFiltered(filters)) keep({ ...saved, [name.trim()]: filters });
          setName("");
        }}
      >
        <input
          type="text"
          aria-label={t("filterName")}
          placeholder={t("filterName")}
          maxLength={40}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" className="button" disabled={!isFiltered(filters)}>
          {t("filterSave")}
        </button>
      </form>
    </section>
  );
}
