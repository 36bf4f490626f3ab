// Plays back what frames there are: a slider, steps, a speed, and the way back to live.
import { useEffect, useMemo, useState } from "react";
import type { ApiError } from "../api/http";
import { useWords } from "../i18n/context";
import { formatClock } from "../i18n/format";
import {
  createFrameReader,
  frameFor,
  loadFrames,
  nearestFrame,
  playOn,
  showFrame,
  stepFrom,
  type FrameReader,
} from "../live/playback";
import { SPEEDS, type Speed } from "../live/settings";
import { change } from "../live/store";
import { useLive, useServices } from "./context";
import { Failure } from "./Failure";
import { Icon } from "./icons";

export default function TimeBar() {
  const { t } = useWords();
  const { store, client } = useServices();
  const { times, error } = useLive((state) => state.frames);
  const newest = useLive((state) => state.live?.snapshotTime);
  // Another sky is another frame.
  useEffect(() => void loadFrames(store, client), [store, client, newest]);
  return (
    <section className="time-bar card" aria-label={t("timeBar")} data-testid="time-bar">
      {times && times.length > 0 ? (
        <Player times={times} />
      ) : error ? (
        <Failed error={error} onRetry={() => void loadFrames(store, client)} />
      ) : (
        <p role="status">{t(times ? "noFrames" : "loading")}</p>
      )}
    </section>
  );
}

function Failed({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  const { t } = useWords();
  return (
    <>
      <Failure error={error} />
      <button type="button" className="button" onClick={onRetry}>
        {t("retry")}
      </button>
    </>
  );
}

function Player({ times }: { times: readonly number[] }) {
  const { t } = useWords();
  const { store, client } = useServices();
  const read = useMemo(() => createFrameReader(client), [client]);
  const time = useLive((state) => state.settings.time);
  const speed = useLive((state) => state.settings.playSpeed);
  const { error, again } = useFrame(times, time, read);
  const player = usePlayer(times, time, read);
  return (
    <>
      <Buttons player={player} />
      {error ? (
        <Failed error={error} onRetry={again} />
      ) : (
        <Slider times={times} time={(time !== null && nearestFrame(times, time)) || 0} />
      )}
      <label>
        <span className="hidden">{t("playSpeed")}</span>
        <select
          value={speed}
          onChange={({ target }) => change(store, { playSpeed: Number(target.value) as Speed })}
        >
          {SPEEDS.map((one) => (
            <option key={one} value={one}>{`${one}×`}</option>
          ))}
        </select>
      </label>
    </>
  );
}

/** Shows the frame of the time that was chosen; why, where it cannot be had. */
function useFrame(times: readonly number[], time: number | null, read: FrameReader) {
  const { store } = useServices();
  const [failed, setFailed] = useState<{ time: number; error: ApiError | null } | null>(null);
  const [tries, setTries] = useState(0);
  // A link may name a time that lies between two frames, or before all of them.
  const frame = time === null ? null : nearestFrame(times, time);
  useEffect(() => {
    if (frame === null) return;
    if (frame !== time) return change(store, { time: frame });
    void showFrame(store, read, frame).then((error) => setFailed({ time: frame, error }));
  }, [store, read, frame, time, tries]);
  const error = failed?.time === time ? (failed?.error ?? null) : null;
  return { error, again: () => setTries(tries + 1) };
}

interface Player {
  isPlaying: boolean;
  toggle(): void;
  step(by: 1 | -1): void;
}

function usePlayer(times: readonly number[], time: number | null, read: FrameReader): Player {
  const { store } = useServices();
  const isWanted = useLive((state) => state.settings.isPlaying);
  const speed = useLive((state) => state.settings.playSpeed);
  const next = time === null ? null : stepFrom(times, time, 1);
  const isPlaying = isWanted && next !== null;

  useEffect(() => {
    if (!isPlaying || time === null || next === null) return;
    return playOn(store, read, { from: time, to: next, speed });
  }, [store, read, isPlaying, time, next, speed]);

  function step(by: 1 | -1) {
    const to = time === null ? null : stepFrom(times, time, by);
    change(store, { isPlaying: false, ...(to !== null && { time: to }) });
  }

  function toggle() {
    // At the end, playing begins anew.
    const start = next === null && times[0] !== undefined ? { time: times[0] } : {};
    change(store, { isPlaying: !isPlaying, ...start });
  }

  return { isPlaying, toggle, step };
}

function Buttons({ player }: { player: Player }) {
  const { t } = useWords();
  const { isPlaying, step, toggle } = player;
  return (
    <span className="buttons">
      <button type="button" className="plain" aria-label={t("stepBack")} onClick={() => step(-1)}>
        <Icon name="back" />
      </button>
      <button
        type="button"
        className="plain"
        id="play"
        aria-label={isPlaying ? t("pause") : t("play")}
        onClick={toggle}
      >
        <Icon name={isPlaying ? "pause" : "play"} />
      </button>
      <button type="button" className="plain" aria-label={t("stepForward")} onClick={() => step(1)}>
        <Icon name="forward" />
      </button>
    </span>
  );
}

/** By time, not by frame: where frames are missing, it shows. */
function Slider({ times, time }: { times: readonly number[]; time: number }) {
  const { t } = useWords();
  const { store } = useServices();
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  return (
    <label className="slider">
      <output>{time > 0 ? formatClock(time) : ""}</output>
      <small>{formatClock(first).slice(0, 5)}</small>
      <input
        type="range"
        aria-label={t("timeBar")}
        aria-valuetext={time > 0 ? formatClock(time) : ""}
        min={first}
        max={last}
        value={time}
        onChange={({ target }) => change(store, { time: frameFor(times, time, +target.value) })}
      />
      <small>{formatClock(last).slice(0, 5)}</small>
    </label>
  );
}
