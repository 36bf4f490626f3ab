"""Are the ports free that we are going to listen on?"""

import os
import socket

from flight_tracker.settings import Settings


def busy_ports(settings: Settings) -> list[str]:
    """A sentence for each port that cannot be had, with the variable that changes it."""
    wanted = {"API_PORT": settings.api_port, "DASHBOARD_PORT": settings.dashboard_port}
    return [
        f"port {port} on {settings.bind_address} cannot be used ({reason}): set {name}"
        for name, port in wanted.items()
        if (reason := _why_not(settings.bind_address, port))
    ]


def _why_not(address: str, port: int) -> str | None:
    try:
        family = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name == "posix":  # as the server does; elsewhere the option means something else
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except OSError as error:
        return error.strerror or str(error)
    return None
