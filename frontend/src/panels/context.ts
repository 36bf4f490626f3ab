// What every panel needs: the store, and the API's questions.
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { ApiClient } from "../api/client";
import type { LiveState, LiveStore } from "../live/store";

export interface Services {
  store: LiveStore;
  client: ApiClient;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error("a panel stands outside of the page");
  return services;
}

/** A part of what the page knows; the panel is drawn again when it changes. */
export function useLive<T>(part: (state: LiveState) => T): T {
  return useStore(useServices().store, part);
}
