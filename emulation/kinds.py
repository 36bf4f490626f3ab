"""All kinds of resources that can be carried over, by Terraform's type."""

from emulation import kinds_compute, kinds_data, kinds_http
from emulation.kind import Kind

KINDS: dict[str, Kind] = {**kinds_data.KINDS, **kinds_compute.KINDS, **kinds_http.KINDS}
