"""Fixtures that several test folders share."""

from tests.kafka_broker import kafka_plain, kafka_sasl

__all__ = ["kafka_plain", "kafka_sasl"]
