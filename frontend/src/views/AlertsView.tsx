// What has happened by the reader's own rules, and the rules.
import { useEffect, useId, useState } from "react";
import { useStore } from "zustand";
import { useWords } from "../i18n/context";
import { formatTime } from "../i18n/format";
import type { Bounds } from "../lib/geo";
import {
  alertText,
  newRuleId,
  RULE_KINDS,
  type AlertEvent,
  type Rule,
  type RuleKind,
} from "../live/alerts";
import type { AlertStore } from "../live/alertStore";
import { selectAndCentre } from "../live/store";
import { useLive, useServices } from "../panels/context";
import { Panel } from "../panels/Panel";

export default function AlertsView({ alerts }: { alerts: AlertStore }) {
  const { t } = useWords();
  const { rules, events } = useStore(alerts);
  // Who looks at the list has read it.
  useEffect(() => alerts.setState({ unread: 0 }), [alerts, events]);
  return (
    <Panel title={t("alerts")} name="alerts">
      <section>
        <h3>{t("alertRuleList")}</h3>
        <ul className="list">
          {rules.map((rule) => (
            <RuleRow key={rule.id} rule={rule} alerts={alerts} />
          ))}
        </ul>
        <NewRule alerts={alerts} />
        <Notifying alerts={alerts} />
        <p className="second">{t("alertKept")}</p>
      </section>
      <section>
        <h3>{t("alertList")}</h3>
        {events.length === 0 && <p className="lead">{t("alertNone")}</p>}
        <ul className="list" aria-live="polite">
          {events.map((event) => (
            <EventRow key={`${event.rule} ${event.icao24} ${event.time}`} event={event} />
          ))}
        </ul>
        {events.length > 0 && (
          <button
            type="button"
            className="button"
            onClick={() => alerts.setState({ events: [], unread: 0 })}
          >
            {t("alertClear")}
          </button>
        )}
      </section>
    </Panel>
  );
}

const KIND_TEXTS = {
  squawk: "alertSquawk",
  aircraft: "alertAircraft",
  airline: "alertAirline",
  area: "alertArea",
  landing: "alertLanding",
} as const;

function RuleRow({ rule, alerts }: { rule: Rule; alerts: AlertStore }) {
  const { t } = useWords();
  const place = rule.area && areaText(rule.area);
  const text = [t(KIND_TEXTS[rule.kind]), rule.what, rule.areaName ?? place]
    .filter(Boolean)
    .join(": ");
  const remove = () =>
    alerts.setState(({ rules }) => ({ rules: rules.filter(({ id }) => id !== rule.id) }));
  return (
    <li className="row">
      <span>{text}</span>
      <button
        type="button"
        className="plain"
        aria-label={t("alertDelete", { name: text })}
        onClick={remove}
      >
        ×
      </button>
    </li>
  );
}

/** Its corners in degrees, south-west and north-east. */
function areaText({ south, west, north, east }: Bounds): string {
  const corner = (...degrees: number[]) => degrees.map((one) => one.toFixed(2)).join(", ");
  return `${corner(south, west)} – ${corner(north, east)}`;
}

function NewRule({ alerts }: { alerts: AlertStore }) {
  const { t } = useWords();
  const { store } = useServices();
  const [kind, setKind] = useState<RuleKind>("aircraft");
  const [what, setWhat] = useState("");
  const [areaName, setAreaName] = useState("");
  const id = useId();
  const isNeeded = kind === "aircraft" || kind === "airline";

  function add() {
    const { bounds, drawing } = store.getState();
    const area = kind === "area" ? (drawing.area ?? bounds) : null;
    const named = area && areaName.trim() ? { areaName: areaName.trim() } : {};
    const rule: Rule = { id: newRuleId(), kind, what: what.trim(), area, ...named };
    store.setState({ drawing: { isOn: false, area: null } });
    alerts.setState(({ rules }) => ({ rules: [...rules, rule] }));
    setWhat("");
    setAreaName("");
  }

  return (
    <form
      className="field"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <label htmlFor={id}>{t("alertRules")}</label>
      <select id={id} value={kind} onChange={({ target }) => setKind(target.value as RuleKind)}>
        {RULE_KINDS.map((one) => (
          <option key={one} value={one}>
            {t(KIND_TEXTS[one])}
          </option>
        ))}
      </select>
      {kind === "area" && (
        <>
          <AreaChoice />
          <input
            type="text"
            aria-label={t("alertAreaName")}
            placeholder={t("alertAreaName")}
            value={areaName}
            onChange={({ target }) => setAreaName(target.value)}
          />
        </>
      )}
      <span className="inline">
        <input
          type="text"
          aria-label={t("alertWhat")}
          placeholder={t("alertWhat")}
          required={isNeeded}
          value={what}
          onChange={({ target }) => setWhat(target.value)}
        />
        <button type="submit" className="button">
          {t("alertAdd")}
        </button>
      </span>
    </form>
  );
}

/** Drawn with the pointer; without a drawing, and by keyboard, what the map shows. */
function AreaChoice() {
  const { t } = useWords();
  const { store } = useServices();
  const { isOn, area } = useLive((state) => state.drawing);
  const draw = (isOn: boolean) => store.setState({ drawing: { isOn, area: null } });
  useEffect(() => () => store.setState({ drawing: { isOn: false, area: null } }), [store]);
  return (
    <>
      <button type="button" className="button" aria-pressed={isOn} onClick={() => draw(!isOn)}>
        {t("alertDraw")}
      </button>
      <p className="second" role="status">
        {t(isOn ? "alertDrawing" : area ? "alertAreaDrawn" : "alertAreaShown")}
      </p>
    </>
  );
}

function Notifying({ alerts }: { alerts: AlertStore }) {
  const { t } = useWords();
  const isNotifying = useStore(alerts, (state) => state.isNotifying);
  const [isBlocked, setBlocked] = useState(false);

  async function toggle(isWanted: boolean) {
    const isAllowed =
      isWanted && "Notification" in window
        ? (await Notification.requestPermission()) === "granted"
        : false;
    setBlocked(isWanted && !isAllowed);
    alerts.setState({ isNotifying: isAllowed });
  }

  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          checked={isNotifying}
          onChange={({ target }) => void toggle(target.checked)}
        />
        {t("alertNotify")}
      </label>
      {isBlocked && <p role="status">{t("alertBlocked")}</p>}
    </>
  );
}

function EventRow({ event }: { event: AlertEvent }) {
  const { t } = useWords();
  const { store } = useServices();
  return (
    <li>
      <button type="button" onClick={() => selectAndCentre(store, event.icao24)}>
        <strong>{alertText(event, t)}</strong>
        <small>{formatTime(event.time)}</small>
      </button>
    </li>
  );
}
