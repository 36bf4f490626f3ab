-- Episodes of the emergency squawks: an aircraft that sends 7500, 7600 or 7700.
--
-- A sight is a message of the aircraft (its last_contact), however many records tell of it: a
-- snapshot that repeats the message is no new sight. A silence, or another squawk, of more than
-- gap_s ends the episode. It belongs to the day of its first sight: the day before is read to know
-- that, the day after to follow it past midnight; there it is cut. One sight alone may be an error
-- of reception: its `states` is 1. First and last position and altitude are the first and last that
-- were known.
WITH thresholds AS (
    SELECT 1800 AS gap_s
),

numbered AS (
    SELECT
        icao24,
        callsign,
        squawk,
        last_contact,
        latitude,
        longitude,
        COALESCE(baro_altitude, geo_altitude) AS altitude,
        on_ground,
        ROW_NUMBER() OVER (
            PARTITION BY icao24, squawk, last_contact
            ORDER BY snapshot_time, source, log_id, kafka_partition, kafka_offset
        ) AS place
    FROM flight_states
    WHERE
        event_date BETWEEN :day_before AND :day_after
        AND squawk IN ('7500', '7600', '7700')
),

sights AS (
    SELECT
        *,
        last_contact - LAG(last_contact) OVER (
            PARTITION BY icao24, squawk ORDER BY last_contact
        ) AS silence
    FROM numbered
    WHERE place = 1
),

episodes AS (
    SELECT
        *,
        SUM(CASE WHEN silence > gap_s THEN 1 ELSE 0 END) OVER (
            PARTITION BY icao24, squawk
            ORDER BY last_contact
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS episode
    FROM sights
    CROSS JOIN thresholds
),

heard AS (
    SELECT
        *,
        COUNT(callsign) OVER (PARTITION BY icao24, squawk, episode, callsign) AS times
    FROM episodes
),

ranked AS (
    SELECT
        *,
        ROW_NUMBER() OVER (
            PARTITION BY icao24, squawk, episode
            ORDER BY times DESC, callsign
        ) AS callsign_place,
        -- min_by of a null differs between engines: what orders is null where the value is.
        CASE WHEN latitude IS NOT NULL THEN last_contact END AS positioned_at,
        CASE WHEN altitude IS NOT NULL THEN last_contact END AS levelled_at
    FROM heard
)

SELECT
    CAST(:day AS DATE) AS event_date,
    icao24,
    MAX(CASE WHEN callsign_place = 1 THEN callsign END) AS callsign,
    squawk,
    CASE squawk
        WHEN '7500' THEN 'unlawful interference'
        WHEN '7600' THEN 'radio failure'
        ELSE 'emergency'
    END AS meaning,
    MIN(last_contact) AS first_seen,
    MAX(last_contact) AS last_seen,
    COUNT(*) AS states,
    MIN_BY(latitude, positioned_at) AS first_latitude,
    MIN_BY(longitude, positioned_at) AS first_longitude,
    MIN_BY(altitude, levelled_at) AS first_altitude,
    MAX_BY(latitude, positioned_at) AS last_latitude,
    MAX_BY(longitude, positioned_at) AS last_longitude,
    MAX_BY(altitude, levelled_at) AS last_altitude,
    COUNT(CASE WHEN on_ground THEN 1 END) = COUNT(*) AS is_on_ground_only
FROM ranked
GROUP BY icao24, squawk, episode
HAVING MIN(last_contact) >= :day_start AND MIN(last_contact) < :day_end
