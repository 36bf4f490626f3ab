import { expect, test, vi } from "vitest";
import { mayRenew, renewOnUpgrade } from "./renew";

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  } as unknown as Storage;
}

function page(sessionStorage: Storage) {
  const target = new EventTarget();
  const reload = vi.fn();
  renewOnUpgrade({
    addEventListener: target.addEventListener.bind(target) as Window["addEventListener"],
    location: { reload } as unknown as Location,
    sessionStorage,
  });
  const miss = () => {
    const event = new Event("vite:preloadError", { cancelable: true });
    target.dispatchEvent(event);
    return event;
  };
  return { miss, reload };
}

test("a part that is gone loads the page anew, and the error is not shown", () => {
  const { miss, reload } = page(storage());
  expect(miss().defaultPrevented).toBe(true);
  expect(reload).toHaveBeenCalledOnce();
});

test("a part that is still gone after that is an error", () => {
  const kept = storage();
  page(kept).miss();
  const after = page(kept);
  expect(after.miss().defaultPrevented).toBe(false);
  expect(after.reload).not.toHaveBeenCalled();
});

test("the next upgrade loads the page anew again", () => {
  const kept = { sessionStorage: storage() };
  expect(mayRenew(kept, 1_000_000)).toBe(true);
  expect(mayRenew(kept, 1_000_001)).toBe(false);
  expect(mayRenew(kept, 1_060_000)).toBe(true);
});

test("where nothing may be kept it does not load for ever", () => {
  const target = new EventTarget();
  const reload = vi.fn();
  renewOnUpgrade({
    addEventListener: target.addEventListener.bind(target) as Window["addEventListener"],
    location: { reload } as unknown as Location,
    get sessionStorage(): Storage {
      throw new Error("SecurityError");
    },
  });
  expect(() => target.dispatchEvent(new Event("vite:preloadError"))).not.toThrow();
  expect(reload).not.toHaveBeenCalled();
});
