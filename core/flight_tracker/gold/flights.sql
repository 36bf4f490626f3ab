-- Legs, from take-off to landing as far as they were seen. A leg belongs to the day of its first
-- sight. States are cut into runs in the air and on the ground; runs in the air are joined over
-- gaps in the coverage and ground contacts that are too short to be a stop. Airports are inferred
-- from where a leg begins and ends, and say by what evidence.
WITH limits AS (
    SELECT
        600 AS new_run_s,           -- a gap that begins a new run
        28800 AS longest_gap_s,     -- without coverage, over an ocean
        45 AS slowest_ms,           -- over a gap that is bridged in the air
        400 AS fastest_ms,
        2500 AS cruise_m,           -- at both ends of a gap that is bridged
        90 AS stop_s,               -- on the ground for less is a touch, and no landing
        180 AS glimpse_s,           -- the same of a single state
        120 AS hop_s,               -- in the air between two times on the ground is an error
        600 AS correction_s,        -- a callsign held for less is one that was corrected
        120 AS taxi_ms,             -- "on ground" faster than this, above cruise_m, is an error
        300 AS edge_s,              -- from the ground to the air, to have seen the take-off
        2000 AS low_m,              -- above an airport, to come from there or go there
        5 AS ground_km,             -- from an airport, seen on the ground
        25 AS air_km,               -- from an airport, seen in the air
        6 AS unlisted_km,           -- further away counts an airport without IATA code
        300 AS silent_s             -- who was heard so short ago has not landed unseen
),
newest AS (
    SELECT MAX(last_contact) AS newest_t
    FROM flight_states
    WHERE event_date BETWEEN :day_before AND :day_after
),
seen AS (
    SELECT
        icao24, last_contact AS t, callsign, latitude, longitude,
        COALESCE(baro_altitude, geo_altitude) AS altitude,
        velocity, vertical_rate, true_track, origin_country, source,
        COALESCE(on_ground, FALSE)
            AND NOT COALESCE(velocity > taxi_ms AND baro_altitude > cruise_m, FALSE) AS is_ground,
        LAG(last_contact) OVER w AS before_t,
        LAG(
            COALESCE(on_ground, FALSE)
            AND NOT COALESCE(velocity > taxi_ms AND baro_altitude > cruise_m, FALSE)
        ) OVER w AS before_ground,
        MAX_BY(callsign, CASE WHEN callsign IS NOT NULL THEN last_contact END) OVER (
            PARTITION BY icao24 ORDER BY last_contact, source
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS before_callsign,       -- the last one known; IGNORE NULLS has no common spelling
        LAG(latitude) OVER w AS before_latitude,
        LAG(longitude) OVER w AS before_longitude
    FROM flight_states CROSS JOIN limits
    WHERE event_date BETWEEN :day_before AND :day_after
        AND last_contact >= :day_start - longest_gap_s
    WINDOW w AS (PARTITION BY icao24 ORDER BY last_contact, source)
),
steps AS (
    SELECT
        seen.*,
        CASE
            WHEN before_t IS NULL OR t - before_t > new_run_s OR is_ground <> before_ground
                OR callsign <> before_callsign THEN 1
            ELSE 0
        END AS begins,
        6371.0088 * 2 * ASIN(LEAST(1.0, SQRT(
            POWER(SIN(RADIANS(latitude - before_latitude) / 2), 2)
            + COS(RADIANS(latitude)) * COS(RADIANS(before_latitude))
            * POWER(SIN(RADIANS(longitude - before_longitude) / 2), 2)
        ))) AS step_km
    FROM seen CROSS JOIN limits
    WHERE before_t IS NULL OR t > before_t
),
numbered AS (
    SELECT
        steps.*,
        SUM(begins) OVER (
            PARTITION BY icao24 ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS run
    FROM steps
),
runs AS (
    SELECT
        icao24, run, is_ground,
        MIN(t) AS first_t, MAX(t) AS last_t, COUNT(*) AS states,
        MAX_BY(callsign, CASE WHEN callsign IS NOT NULL THEN t END) AS callsign,
        MAX(origin_country) AS origin_country,
        MIN(source) AS first_source, MAX(source) AS last_source,
        MIN_BY(latitude, CASE WHEN latitude IS NOT NULL THEN t END) AS first_latitude,
        MIN_BY(longitude, CASE WHEN longitude IS NOT NULL THEN t END) AS first_longitude,
        MAX_BY(latitude, CASE WHEN latitude IS NOT NULL THEN t END) AS last_latitude,
        MAX_BY(longitude, CASE WHEN longitude IS NOT NULL THEN t END) AS last_longitude,
        MIN_BY(altitude, CASE WHEN altitude IS NOT NULL THEN t END) AS first_altitude,
        MAX_BY(altitude, CASE WHEN altitude IS NOT NULL THEN t END) AS last_altitude,
        MIN_BY(vertical_rate, CASE WHEN vertical_rate IS NOT NULL THEN t END) AS first_rate,
        MAX_BY(vertical_rate, CASE WHEN vertical_rate IS NOT NULL THEN t END) AS last_rate,
        MIN_BY(true_track, CASE WHEN true_track IS NOT NULL THEN t END) AS first_track,
        MAX_BY(true_track, CASE WHEN true_track IS NOT NULL THEN t END) AS last_track,
        MAX(altitude) AS max_altitude, MAX(velocity) AS max_velocity,
        SUM(CASE
            WHEN begins = 0 AND step_km * 1000 <= fastest_ms * (t - before_t) THEN step_km ELSE 0
        END) AS distance_km
    FROM numbered CROSS JOIN limits
    GROUP BY icao24, run, is_ground
),
-- Short ground contacts and callsigns that were corrected are taken out before runs are joined.
stays AS (
    SELECT
        runs.*,
        LAG(is_ground) OVER w AS before_ground, LEAD(is_ground) OVER w AS after_ground,
        LAG(last_t) OVER w AS before_last_t, LEAD(first_t) OVER w AS after_first_t
    FROM runs
    WINDOW w AS (PARTITION BY icao24 ORDER BY run)
),
kept AS (
    SELECT stays.*
    FROM stays CROSS JOIN limits
    WHERE before_ground IS NULL OR after_ground IS NULL
        OR is_ground = before_ground OR is_ground = after_ground
        OR after_first_t - before_last_t >= CASE
            WHEN NOT is_ground THEN hop_s WHEN states = 1 THEN glimpse_s ELSE stop_s
        END
),
pairs AS (
    SELECT
        kept.*,
        LAG(is_ground) OVER w AS earlier_ground, LAG(last_t) OVER w AS earlier_t,
        LAG(first_t) OVER w AS earlier_first_t, LAG(callsign) OVER w AS earlier_callsign,
        LAG(last_latitude) OVER w AS earlier_latitude,
        LAG(last_longitude) OVER w AS earlier_longitude,
        LAG(last_altitude) OVER w AS earlier_altitude,
        LEAD(is_ground) OVER w AS later_ground, LEAD(first_t) OVER w AS later_t,
        LEAD(first_latitude) OVER w AS later_latitude,
        LEAD(first_longitude) OVER w AS later_longitude
    FROM kept
    WINDOW w AS (PARTITION BY icao24 ORDER BY run)
),
gaps AS (
    SELECT
        pairs.*,
        first_t - earlier_t AS gap_s,
        6371.0088 * 2 * ASIN(LEAST(1.0, SQRT(
            POWER(SIN(RADIANS(first_latitude - earlier_latitude) / 2), 2)
            + COS(RADIANS(first_latitude)) * COS(RADIANS(earlier_latitude))
            * POWER(SIN(RADIANS(first_longitude - earlier_longitude) / 2), 2)
        ))) AS gap_km
    FROM pairs
    WHERE NOT is_ground
),
joints AS (
    SELECT
        gaps.*,
        CASE
            WHEN earlier_ground IS NULL OR earlier_ground THEN 1
            WHEN gap_s <= new_run_s THEN CASE
                WHEN COALESCE(callsign, '') = COALESCE(earlier_callsign, callsign, '') THEN 0
                WHEN LEAST(last_t - first_t, earlier_t - earlier_first_t) < correction_s THEN 0
                ELSE 1
            END
            WHEN gap_s > longest_gap_s THEN 1
            WHEN callsign <> earlier_callsign THEN 1
            WHEN first_altitude < cruise_m OR earlier_altitude < cruise_m THEN 1
            WHEN gap_km * 1000 BETWEEN slowest_ms * gap_s AND fastest_ms * gap_s THEN 0
            ELSE 1
        END AS departs
    FROM gaps CROSS JOIN limits
),
chained AS (
    SELECT
        joints.*,
        SUM(departs) OVER (
            PARTITION BY icao24 ORDER BY run ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS leg
    FROM joints
),
legs AS (
    SELECT
        icao24, leg,
        MAX_BY(callsign, CASE WHEN callsign IS NOT NULL THEN states END) AS callsign,
        MAX(origin_country) AS origin_country,
        MIN(first_t) AS first_t, MAX(last_t) AS last_t, SUM(states) AS states,
        MIN(first_source) AS first_source, MAX(last_source) AS last_source,
        MIN_BY(first_latitude, first_t) AS first_latitude,
        MIN_BY(first_longitude, first_t) AS first_longitude,
        MIN_BY(first_altitude, first_t) AS first_altitude,
        MIN_BY(first_rate, first_t) AS first_rate, MIN_BY(first_track, first_t) AS first_track,
        MAX_BY(last_latitude, first_t) AS last_latitude,
        MAX_BY(last_longitude, first_t) AS last_longitude,
        MAX_BY(last_altitude, first_t) AS last_altitude,
        MAX_BY(last_rate, first_t) AS last_rate, MAX_BY(last_track, first_t) AS last_track,
        MAX(max_altitude) AS max_altitude, MAX(max_velocity) AS max_velocity,
        SUM(distance_km + CASE WHEN departs = 0 AND gap_s <= longest_gap_s THEN gap_km ELSE 0 END)
            AS distance_km,
        MIN_BY(CASE WHEN earlier_ground AND gap_s <= edge_s THEN earlier_t END, first_t) AS off_t,
        MIN_BY(CASE WHEN earlier_ground AND gap_s <= edge_s THEN earlier_latitude END, first_t)
            AS off_latitude,
        MIN_BY(CASE WHEN earlier_ground AND gap_s <= edge_s THEN earlier_longitude END, first_t)
            AS off_longitude,
        MAX_BY(CASE WHEN later_ground AND later_t - last_t <= edge_s THEN later_t END, first_t)
            AS on_t,
        MAX_BY(
            CASE WHEN later_ground AND later_t - last_t <= edge_s THEN later_latitude END, first_t
        ) AS on_latitude,
        MAX_BY(
            CASE WHEN later_ground AND later_t - last_t <= edge_s THEN later_longitude END, first_t
        ) AS on_longitude
    FROM chained CROSS JOIN limits
    GROUP BY icao24, leg
),
ours AS (
    SELECT
        legs.*,
        COALESCE(off_latitude, first_latitude) AS from_latitude,
        COALESCE(off_longitude, first_longitude) AS from_longitude,
        COALESCE(on_latitude, last_latitude) AS to_latitude,
        COALESCE(on_longitude, last_longitude) AS to_longitude
    FROM legs
    WHERE COALESCE(off_t, first_t) >= :day_start AND COALESCE(off_t, first_t) < :day_end
),
ends AS (
    SELECT
        icao24, leg, 'departure' AS which, from_latitude AS latitude, from_longitude AS longitude,
        first_altitude AS altitude, off_latitude IS NOT NULL AS was_ground,
        COALESCE(first_rate, 0) >= 0 AS is_fitting
    FROM ours
    UNION ALL
    SELECT
        icao24, leg, 'arrival', to_latitude, to_longitude,
        last_altitude, on_latitude IS NOT NULL,
        COALESCE(last_rate, 0) <= 0 AND newest_t - last_t > silent_s
    FROM ours CROSS JOIN newest CROSS JOIN limits
),
-- Cells of half a degree of latitude; an airport is looked for in its own and the eight around it.
cells AS (
    SELECT -1 AS step UNION ALL SELECT 0 UNION ALL SELECT 1
),
fields AS (
    SELECT
        icao, iata, latitude, longitude, elevation,
        CAST(FLOOR(latitude * 2) AS BIGINT) + north.step AS cell_latitude,
        CAST(FLOOR(longitude * COS(RADIANS(FLOOR(latitude * 2) / 2)) * 2) AS BIGINT) + east.step
            AS cell_longitude
    FROM airports CROSS JOIN cells AS north CROSS JOIN cells AS east
),
near AS (
    SELECT
        ends.icao24, ends.leg, ends.which, ends.was_ground, fields.icao, fields.iata,
        6371.0088 * 2 * ASIN(LEAST(1.0, SQRT(
            POWER(SIN(RADIANS(ends.latitude - fields.latitude) / 2), 2)
            + COS(RADIANS(ends.latitude)) * COS(RADIANS(fields.latitude))
            * POWER(SIN(RADIANS(ends.longitude - fields.longitude) / 2), 2)
        ))) AS distance_km
    FROM ends
    CROSS JOIN limits
    INNER JOIN fields
        ON fields.cell_latitude = CAST(FLOOR(ends.latitude * 2) AS BIGINT)
        AND fields.cell_longitude
        = CAST(FLOOR(ends.longitude * COS(RADIANS(FLOOR(ends.latitude * 2) / 2)) * 2) AS BIGINT)
    WHERE ends.was_ground OR (ends.is_fitting AND ends.altitude - fields.elevation < low_m)
),
placed AS (
    SELECT
        icao24, leg, which,
        MIN_BY(icao, distance_km + CASE WHEN iata IS NULL THEN unlisted_km ELSE 0 END) AS icao,
        MIN_BY(distance_km, distance_km + CASE WHEN iata IS NULL THEN unlisted_km ELSE 0 END)
            AS distance_km
    FROM near CROSS JOIN limits
    WHERE distance_km <= CASE WHEN was_ground THEN ground_km ELSE air_km END
    GROUP BY icao24, leg, which
)
SELECT
    CAST(:day AS DATE) AS event_date,
    ours.icao24, ours.callsign, ours.origin_country,
    COALESCE(off_t, first_t) AS first_seen,
    COALESCE(on_t, last_t) AS last_seen,
    COALESCE(on_t, last_t) - COALESCE(off_t, first_t) AS duration_s,
    CAST(ours.states AS BIGINT) AS states,
    departures.icao AS departure,
    CASE WHEN off_t IS NOT NULL THEN 'take-off seen' WHEN departures.icao IS NOT NULL
        THEN 'low nearby' END AS departure_evidence,
    departures.distance_km AS departure_distance_km,
    arrivals.icao AS arrival,
    CASE WHEN on_t IS NOT NULL THEN 'landing seen' WHEN arrivals.icao IS NOT NULL
        THEN 'low nearby' END AS arrival_evidence,
    arrivals.distance_km AS arrival_distance_km,
    from_latitude AS first_latitude,
    from_longitude AS first_longitude,
    first_altitude,
    first_track,
    to_latitude AS last_latitude,
    to_longitude AS last_longitude,
    last_altitude,
    last_track,
    distance_km_flown AS distance_km,
    max_altitude,
    max_velocity,
    CASE WHEN first_source = last_source THEN first_source
        ELSE CONCAT(first_source, ',', last_source) END AS sources,
    off_t IS NOT NULL AND on_t IS NOT NULL AS is_complete
FROM (SELECT ours.*, distance_km AS distance_km_flown FROM ours) AS ours
LEFT JOIN placed AS departures
    ON departures.icao24 = ours.icao24 AND departures.leg = ours.leg
    AND departures.which = 'departure'
LEFT JOIN placed AS arrivals
    ON arrivals.icao24 = ours.icao24 AND arrivals.leg = ours.leg AND arrivals.which = 'arrival'
