"""The HTTP API of the flight tracker."""
