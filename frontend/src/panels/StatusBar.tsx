// How much, from where and why, how old, how often, and when the next data are due.
import { useWords } from "../i18n/context";
import { formatClock, formatTime } from "../i18n/format";
import { isFrozen, pollInterval, secondsSincePoll, secondsUntilPoll } from "../live/feed";
import { isFeedLive } from "../live/motion";
import type { LiveState } from "../live/store";
import { useLive } from "./context";
import { TimeButton } from "./TimeButton";
import { useNow } from "./useNow";

export function StatusBar({ isBare }: { isBare: boolean }) {
  const { t } = useWords();
  const state = useLive((live) => live);
  return (
    <footer className="status card" aria-label={t("status")}>
      <Count state={state} />
      <Source state={state} />
      <Age state={state} />
      {!isBare && <TimeButton />}
    </footer>
  );
}

interface Props {
  state: LiveState;
}

function Count({ state }: Props) {
  const { t, format } = useWords();
  const all = state.sky?.aircraft.count ?? 0;
  const { count } = state.visible;
  return (
    <div className="status-count">
      <strong data-testid="aircraft-count">{format.number(count)}</strong>{" "}
      {count === all ? t("aircraft") : t("ofAll", { n: format.number(all) })}
      <span className="second" data-testid="in-view">
        {t("inView", { n: format.number(state.inView) })}
      </span>
    </div>
  );
}

function modeOf(state: LiveState, now: number): "live" | "past" | "frozen" | "waiting" {
  if (state.sky?.isPast) return "past";
  if (isFrozen(state, now)) return "frozen";
  return isFeedLive(state) ? "live" : "waiting";
}

function Source({ state }: Props) {
  const { t, format } = useWords();
  const mode = modeOf(state, useNow());
  const source = state.health?.body.components.source;
  return (
    <div className="status-source">
      <span className={`mode is-${mode}`} data-testid="mode">
        {t(mode)}
      </span>
      <span>
        {t("source")}{" "}
        <strong data-testid="source-name">{format.text(source?.name ?? state.sky?.source)}</strong>
        <span className="second reason" data-testid="source-reason">
          {source?.reason ?? ""}
        </span>
      </span>
    </div>
  );
}

function Age({ state }: Props) {
  const words = useWords();
  const { t } = words;
  const now = useNow();
  const time = state.sky?.snapshotTime ?? null;
  return (
    <div className="status-age">
      <span data-testid="data-age" title={time === null ? undefined : formatClock(time)}>
        {t("dataOf", { time: time === null ? t("unknown") : formatTime(time) })}
      </span>
      <span className="second" data-testid="next-poll">
        {state.sky?.isPast ? beforeLive(state, words) : cadence(state, now, words)}
      </span>
    </div>
  );
}

/** In the past nothing is due: what counts is how long ago it was. */
function beforeLive({ sky, live }: LiveState, { t, format }: Words): string {
  if (sky?.snapshotTime == null || live?.snapshotTime == null) return "";
  return t("beforeLive", { age: format.duration(live.snapshotTime - sky.snapshotTime) });
}

function cadence(state: LiveState, now: number, { t, format }: Words): string {
  const age = secondsSincePoll(state, now);
  const interval = pollInterval(state);
  const parts = [
    age === null ? null : t("updatedAgo", { age: format.duration(age) }),
    interval === null ? null : t("every", { time: format.duration(interval) }),
    nextPoll(state, now, t, format.duration),
  ];
  return parts.filter(Boolean).join(" · ");
}

type Words = ReturnType<typeof useWords>;

function nextPoll(
  state: LiveState,
  now: number,
  t: Words["t"],
  duration: Words["format"]["duration"],
): string {
  const seconds = secondsUntilPoll(state, now);
  if (seconds === null || state.trouble) return t("pollUnknown");
  return seconds >= 0 ? t("nextPoll", { time: duration(seconds) }) : t("pollDue");
}
