"""A question to a sky: which aircraft, in which order, how many of them. Pure."""

from dataclasses import dataclass, field
from typing import NamedTuple

from flight_tracker.enrichment import Aircraft
from flight_tracker.filters import Filter
from flight_tracker.paging import Cursor, Order, page
from flight_tracker.sky_index import SkyIndex


class Closest(NamedTuple):
    """So many aircraft around a place, in degrees."""

    latitude: float
    longitude: float
    most: int


@dataclass(frozen=True, slots=True)
class Question:
    """`closest` comes in its own order, so it takes neither `order` nor a cursor."""

    filter: Filter = field(default_factory=Filter)
    closest: Closest | None = None
    order: Order = field(default_factory=Order)
    limit: int | None = None
    after: Cursor | None = None

    def rows(self, index: SkyIndex) -> tuple[list[Aircraft], str | None]:
        """The aircraft, and the cursor of the next page if there is one."""
        if self.closest is None:
            return page(self.filter.select(index), self.order, self.after, self.limit)
        if self.filter != Filter():
            states = [one.state for one in self.filter.select(index)]
            index = SkyIndex(states, previous=index)
        return index.closest(*self.closest)[: self.limit], None

    @property
    def is_whole(self) -> bool:
        """All that fit, in the order of addresses: what changes can be told of."""
        parts = (self.closest, self.limit, self.after)
        return all(part is None for part in parts) and self.order == Order()
