-- What is wrong with the records of one day, by source: records where a test found something, of
-- those that it could look at, with one aircraft as an example.
--
-- A test gives true, false, or null where a record does not have what it needs; on the ground
-- nobody has an altitude or a vertical rate. Four tests compare a record with the one before it, of
-- the same source and aircraft and by last_contact:
--   position_jump     faster over the ground than any aircraft, by great circle (haversine)
--   altitude_jump     faster up or down than any aircraft
--   duplicate_record  a last_contact that another record had already
--   reordered_record  behind a later one in its partition of the log
-- Times are whole seconds: what is told as the same second may be one apart, which `resolution_s`
-- allows for. `rejected` counts the records that were no state, beside all records.
WITH thresholds AS (
    SELECT
        300 AS stale_s,
        300 AS late_s,
        600 AS fastest_m_s,
        1000 AS fastest_jump_m_s,
        150 AS fastest_climb_m_s,
        1 AS resolution_s,
        2 * 6371008.8 AS earth_diameter_m
),

record_tests AS (
    SELECT test
    FROM (
        VALUES
        ('null_callsign'), ('null_origin_country'), ('null_position'), ('null_baro_altitude'),
        ('null_geo_altitude'), ('null_on_ground'), ('null_velocity'), ('null_true_track'),
        ('null_vertical_rate'), ('null_squawk'), ('null_category'), ('stale_position'),
        ('impossible_speed'), ('late_record'), ('rejected')
    ) AS names (test)
),

neighbour_tests AS (
    SELECT test
    FROM (
        VALUES
        ('position_jump'), ('altitude_jump'), ('duplicate_record'), ('reordered_record')
    ) AS names (test)
),

records AS (
    SELECT
        icao24,
        source,
        callsign IS NULL AS null_callsign,
        origin_country IS NULL AS null_origin_country,
        latitude IS NULL AS null_position,
        CASE WHEN on_ground THEN NULL ELSE baro_altitude IS NULL END AS null_baro_altitude,
        CASE WHEN on_ground THEN NULL ELSE geo_altitude IS NULL END AS null_geo_altitude,
        on_ground IS NULL AS null_on_ground,
        velocity IS NULL AS null_velocity,
        true_track IS NULL AS null_true_track,
        CASE WHEN on_ground THEN NULL ELSE vertical_rate IS NULL END AS null_vertical_rate,
        squawk IS NULL AS null_squawk,
        category IS NULL AS null_category,
        snapshot_time - time_position > stale_s AS stale_position,
        velocity > fastest_m_s AS impossible_speed,
        ingested_at > CAST('1970-01-01 00:00:00+00:00' AS TIMESTAMP)
        + (snapshot_time + late_s) * INTERVAL '1' SECOND AS late_record
    FROM flight_states
    CROSS JOIN thresholds
    WHERE event_date = :day
),

-- Beside the records and not of them: a window sorts what it carries. So a log is a number here.
logs AS (
    SELECT
        log_id,
        kafka_partition,
        ROW_NUMBER() OVER (ORDER BY log_id, kafka_partition) AS log
    FROM flight_states
    WHERE event_date = :day
    GROUP BY log_id, kafka_partition
),

neighbours AS (
    SELECT
        icao24,
        source,
        last_contact,
        time_position,
        RADIANS(latitude) AS phi,
        RADIANS(longitude) AS lam,
        baro_altitude,
        log,
        kafka_offset,
        LAG(last_contact) OVER earlier AS last_contact_before,
        LAG(time_position) OVER earlier AS time_position_before,
        LAG(RADIANS(latitude)) OVER earlier AS phi_before,
        LAG(RADIANS(longitude)) OVER earlier AS lam_before,
        LAG(baro_altitude) OVER earlier AS baro_altitude_before,
        LAG(log) OVER earlier AS log_before,
        LAG(kafka_offset) OVER earlier AS kafka_offset_before
    FROM flight_states
    INNER JOIN logs USING (log_id, kafka_partition)
    WHERE event_date = :day
    WINDOW earlier AS (PARTITION BY source, icao24 ORDER BY last_contact, log, kafka_offset)
),

compared AS (
    SELECT
        icao24,
        source,
        earth_diameter_m * ASIN(SQRT(LEAST(
            1,
            POWER(SIN((phi - phi_before) / 2), 2)
            + COS(phi) * COS(phi_before) * POWER(SIN((lam - lam_before) / 2), 2)
        ))) > fastest_jump_m_s * (ABS(time_position - time_position_before) + resolution_s)
        AS position_jump,
        ABS(baro_altitude - baro_altitude_before)
        > fastest_climb_m_s * (last_contact - last_contact_before + resolution_s) AS altitude_jump,
        COALESCE(last_contact = last_contact_before, FALSE) AS duplicate_record,
        CASE WHEN log = log_before THEN kafka_offset < kafka_offset_before END AS reordered_record
    FROM neighbours
    CROSS JOIN thresholds
),

-- Records that are alike for the tests are one row: then each test looks at a few only.
alike_records AS (
    SELECT
        source,
        null_callsign,
        null_origin_country,
        null_position,
        null_baro_altitude,
        null_geo_altitude,
        null_on_ground,
        null_velocity,
        null_true_track,
        null_vertical_rate,
        null_squawk,
        null_category,
        stale_position,
        impossible_speed,
        late_record,
        COUNT(*) AS number,
        MIN(icao24) AS example
    FROM records
    GROUP BY ALL
),

alike_neighbours AS (
    SELECT
        source,
        position_jump,
        altitude_jump,
        duplicate_record,
        reordered_record,
        COUNT(*) AS number,
        MIN(icao24) AS example
    FROM compared
    GROUP BY ALL
),

outcomes AS (
    SELECT
        source,
        test,
        CASE test
            WHEN 'null_callsign' THEN null_callsign
            WHEN 'null_origin_country' THEN null_origin_country
            WHEN 'null_position' THEN null_position
            WHEN 'null_baro_altitude' THEN null_baro_altitude
            WHEN 'null_geo_altitude' THEN null_geo_altitude
            WHEN 'null_on_ground' THEN null_on_ground
            WHEN 'null_velocity' THEN null_velocity
            WHEN 'null_true_track' THEN null_true_track
            WHEN 'null_vertical_rate' THEN null_vertical_rate
            WHEN 'null_squawk' THEN null_squawk
            WHEN 'null_category' THEN null_category
            WHEN 'stale_position' THEN stale_position
            WHEN 'impossible_speed' THEN impossible_speed
            WHEN 'late_record' THEN late_record
            WHEN 'rejected' THEN FALSE
        END AS is_affected,
        number,
        example
    FROM alike_records
    CROSS JOIN record_tests
    UNION ALL
    SELECT
        source,
        test,
        CASE test
            WHEN 'position_jump' THEN position_jump
            WHEN 'altitude_jump' THEN altitude_jump
            WHEN 'duplicate_record' THEN duplicate_record
            WHEN 'reordered_record' THEN reordered_record
        END AS is_affected,
        number,
        example
    FROM alike_neighbours
    CROSS JOIN neighbour_tests
    UNION ALL
    SELECT
        COALESCE(source, 'unknown') AS source,
        'rejected' AS test,
        TRUE AS is_affected,
        1 AS number,
        -- The key of a record is the aircraft's address, unless that is what was wrong.
        CASE WHEN OCTET_LENGTH(key) BETWEEN 6 AND 7 THEN CAST(key AS STRING) END AS example
    FROM rejected_states
    WHERE event_date = :day
)

SELECT
    CAST(:day AS DATE) AS event_date,
    source,
    test,
    CAST(SUM(CASE WHEN is_affected THEN number ELSE 0 END) AS BIGINT) AS affected,
    CAST(SUM(CASE WHEN is_affected IS NULL THEN 0 ELSE number END) AS BIGINT) AS checked,
    MIN(CASE WHEN is_affected THEN example END) AS example
FROM outcomes
GROUP BY source, test
