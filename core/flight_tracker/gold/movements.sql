-- Take-offs and landings: the ends of the legs of this day and of the day before, where they were
-- seen or an airport is near enough to infer them.
WITH ends AS (
    SELECT
        first_seen AS time, icao24, callsign, 'take-off' AS kind, departure AS airport,
        departure_distance_km AS distance_km, departure_evidence AS evidence,
        first_latitude AS latitude, first_longitude AS longitude, first_altitude AS altitude,
        first_track AS true_track
    FROM flights
    WHERE event_date = :day
    UNION ALL
    SELECT
        last_seen, icao24, callsign, 'landing', arrival,
        arrival_distance_km, arrival_evidence,
        last_latitude, last_longitude, last_altitude,
        last_track
    FROM flights
    WHERE event_date BETWEEN :day_before AND :day
)
SELECT
    CAST(:day AS DATE) AS event_date,
    time, icao24, callsign, kind, airport, distance_km, evidence, latitude, longitude, altitude,
    true_track
FROM ends
WHERE evidence IS NOT NULL AND time >= :day_start AND time < :day_end
