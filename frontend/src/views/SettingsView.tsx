// The reader's taste: kept in this browser, and in the address.
import { useId } from "react";
import { useWords } from "../i18n/context";
import { LANGUAGES, type Language } from "../i18n/languages";
import { UNIT_SYSTEMS } from "../lib/units";
import { LABELS, THEMES } from "../live/settings";
import { change } from "../live/store";
import { useLive, useServices } from "../panels/context";
import { Panel } from "../panels/Panel";
import { TileChoice } from "./TileChoice";

export default function SettingsView() {
  const { t } = useWords();
  const { store } = useServices();
  const settings = useLive((state) => state.settings);
  return (
    <Panel title={t("settings")} name="settings">
      <Choice
        label={t("units")}
        values={UNIT_SYSTEMS}
        value={settings.units}
        nameOf={(one) => t(`units_${one}`)}
        onChange={(units) => change(store, { units })}
      />
      <Choice
        label={t("theme")}
        values={THEMES}
        value={settings.theme}
        nameOf={(one) => t(`theme_${one}`)}
        onChange={(theme) => change(store, { theme })}
      />
      <Choice
        label={t("language")}
        values={Object.keys(LANGUAGES) as Language[]}
        value={settings.language}
        nameOf={(one) => LANGUAGES[one]}
        onChange={(language) => change(store, { language })}
      />
      <Choice
        label={t("labels")}
        values={LABELS}
        value={settings.labels}
        nameOf={(one) => t(`labels_${one}`)}
        onChange={(labels) => change(store, { labels })}
      />
      <TileChoice />
      <label className="check">
        <input
          type="checkbox"
          checked={settings.estimateMotion}
          onChange={({ target }) => change(store, { estimateMotion: target.checked })}
        />
        {t("estimateMotion")}
      </label>
      <p className="second">{t("estimateMotionHint")}</p>
      <label className="check">
        <input
          type="checkbox"
          checked={settings.rings}
          onChange={({ target }) => change(store, { rings: target.checked })}
        />
        {t("rings")}
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={settings.keys}
          onChange={({ target }) => change(store, { keys: target.checked })}
        />
        {t("singleKeys")}
      </label>
    </Panel>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  values: readonly T[];
  value: T;
  nameOf(value: T): string;
  onChange(value: T): void;
}

function Choice<T extends string>({ label, values, value, nameOf, onChange }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => onChange(target.value as T)}>
        {values.map((one) => (
          <option key={one} value={one}>
            {nameOf(one)}
          </option>
        ))}
      </select>
    </div>
  );
}
