// Says what the reader must know before trusting the map.
import { useStore } from "zustand";
import { noticeOf } from "../live/feed";
import type { LiveStore } from "../live/store";
import { useNow } from "./useNow";

export function Banner({ store }: { store: LiveStore }) {
  const state = useStore(store);
  const notice = noticeOf(state, useNow());
  if (!notice) return null;
  return (
    <div
      className={`banner is-${notice.tone}`}
      data-testid="banner"
      role={notice.tone === "alarm" ? "alert" : "status"}
    >
      <strong>{notice.title}</strong>
      {/* The seconds count on; read out again each second they would drown everything else. */}
      <span aria-live="off">{notice.detail}</span>
    </div>
  );
}
