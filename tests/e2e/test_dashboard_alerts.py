"""Alerts: what stands at opening, what the browser shows of them, and on plain http."""

import json

from playwright.sync_api import Page, expect

from tests.e2e.conftest import VIEW, open_page
from tests.e2e.local_run import LocalRun

PHONE = """
  window.Notification = class {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor() { throw new TypeError("Illegal constructor"); }
  };
  window.shown = [];
  const { ServiceWorkerRegistration: Shown } = window;
  if (Shown) Shown.prototype.showNotification = async function (title, options) {
    window.shown.push([title, options.body, options.data.icao24]);
  };
"""
"""A browser that shows notifications of a service worker only."""

RULES = {"rules": [{"id": "1", "kind": "squawk", "what": "", "area": None}], "isNotifying": True}


def test_an_emergency_at_opening_is_listed_and_notified_in_the_readers_language(
    page: Page, tracker: LocalRun
) -> None:
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    page.add_init_script(PHONE)
    page.evaluate(f"localStorage.setItem('flight-tracker.alerts', '{json.dumps(RULES)}')")
    open_page(page, tracker, f"{VIEW}&panel=alerts&lang=de")
    event = page.get_by_role("button", name="DLH4XY squawkt 7700")
    expect(event).to_have_count(1)
    page.wait_for_function("shown.length > 0")
    assert page.evaluate("shown") == [["DLH4XY squawkt 7700", "2023-11-14 22:14:20 UTC", "3c6444"]]
    page.evaluate(
        "navigator.serviceWorker.dispatchEvent("
        "new MessageEvent('message', {data: {icao24: '3c6444'}}))"
    )
    expect(page.get_by_test_id("details-callsign")).to_have_text("DLH4XY")
    page.reload()
    expect(event).to_have_count(1)
    assert page.evaluate("shown") == []  # it is listed already


def test_a_notification_that_the_browser_refuses_does_not_stop_the_feed(
    page: Page, tracker: LocalRun
) -> None:
    page.add_init_script(PHONE + "delete Navigator.prototype.serviceWorker;")
    page.evaluate(f"localStorage.setItem('flight-tracker.alerts', '{json.dumps(RULES)}')")
    open_page(page, tracker, f"{VIEW}&panel=alerts")
    expect(page.get_by_role("button", name="DLH4XY squawks 7700")).to_be_visible()
    with page.expect_response("**/api/flights/current*"):
        pass


def test_a_rule_is_added_on_plain_http(page: Page, tracker: LocalRun) -> None:
    page.add_init_script("delete Crypto.prototype.randomUUID;")
    open_page(page, tracker, f"{VIEW}&panel=alerts")
    page.get_by_label("Tell me when").select_option("an aircraft enters an area")
    page.get_by_label("Name of the area").fill("Zurich")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("an aircraft enters an area: Zurich")).to_be_visible()
    expect(page.get_by_text("In a closed or hidden tab nothing is watched")).to_be_visible()
