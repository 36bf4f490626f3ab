"""A simulated sky: an aircraft fleet that flies between real airports, without any network."""

from flight_tracker.adapters.simulation.source import SimulationSource

__all__ = ["SimulationSource"]
