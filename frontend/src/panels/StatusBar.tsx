// How much, from where and why, how old, and when the next data are due.
import { useStore } from "zustand";
import { formatCount, formatDuration, formatText, formatTime } from "../lib/format";
import { secondsSincePoll, secondsUntilPoll } from "../live/feed";
import { isFeedLive } from "../live/motion";
import { toggleEstimate, type LiveState, type LiveStore } from "../live/store";
import { useNow } from "./useNow";

export function StatusBar({ store }: { store: LiveStore }) {
  const state = useStore(store);
  return (
    <footer className="status card" aria-label="Feed status">
      <Count state={state} />
      <Source state={state} />
      <Age state={state} />
      <button
        type="button"
        className="toggle"
        aria-pressed={state.estimateMotion}
        title="Move aircraft along their track between two reports, for at most 60 s"
        onClick={() => toggleEstimate(store)}
      >
        Estimate motion
      </button>
    </footer>
  );
}

interface Props {
  state: LiveState;
}

function Count({ state }: Props) {
  return (
    <div className="status-count">
      <strong data-testid="aircraft-count">{formatCount(state.sky?.flights.length ?? 0)}</strong>{" "}
      aircraft, <span data-testid="in-view">{formatCount(state.inView)}</span> in view
    </div>
  );
}

function Source({ state }: Props) {
  const source = state.health?.body.components.source;
  return (
    <div className="status-source">
      <span className={`lamp ${isFeedLive(state) ? "is-live" : ""}`} aria-hidden="true" />
      <span>
        Source{" "}
        <strong data-testid="source-name">{formatText(source?.name ?? state.sky?.source)}</strong>
        <span className="reason" data-testid="source-reason">
          {source?.reason ?? ""}
        </span>
      </span>
    </div>
  );
}

function Age({ state }: Props) {
  const now = useNow();
  return (
    <div className="status-age">
      <span data-testid="data-age">
        Data of {formatTime(state.sky?.snapshotTime)}
        {pollAge(state, now)}
      </span>
      <span data-testid="next-poll">{nextPoll(state, now)}</span>
    </div>
  );
}

function pollAge(state: LiveState, now: number): string {
  const age = secondsSincePoll(state, now);
  return age === null ? "" : `, updated ${formatDuration(age)} ago`;
}

function nextPoll(state: LiveState, now: number): string {
  const seconds = secondsUntilPoll(state, now);
  if (seconds === null || state.trouble) return "Next poll unknown";
  return seconds >= 0 ? `Next poll in ${formatDuration(seconds)}` : `Next poll is due`;
}
