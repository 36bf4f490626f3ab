-- Traffic of a day by the hour: all, and by country, airline, altitude band, grid cell and source.
--
-- A state is an aircraft in a snapshot, however many records tell of it. Where these differ (two
-- sources in the same second), the greatest value of each column counts, so that it counts once:
-- the states of all countries, or of all sources, add up to those of 'all'. An aircraft counts in
-- each value that it was seen with, and there in the air, on the ground, or both.
--
-- values: country, 'unknown' where there is none; airline, the ICAO designator at the start of the
-- callsign where a digit follows and the designator is known; altitude band in m, of aircraft in
-- the air, the highest without an upper end ('12000+'); grid cell of 1 degree by its south-west
-- corner ('47,8').
WITH thresholds AS (
    SELECT
        3600 AS hour_s,
        CAST(3000 AS BIGINT) AS band_m,
        CAST(12000 AS BIGINT) AS highest_band_m
),

dimensions AS (
    SELECT dimension
    FROM (
        VALUES ('all'), ('country'), ('airline'), ('altitude_band'), ('grid_cell'), ('source')
    ) AS names (dimension)
),

described AS (
    SELECT
        icao24,
        snapshot_time,
        COALESCE(origin_country, 'unknown') AS country,
        CASE
            WHEN SUBSTR(callsign, 4, 1) BETWEEN '0' AND '9' THEN SUBSTR(callsign, 1, 3)
        END AS designator,
        CASE
            WHEN NOT on_ground
                THEN CAST(FLOOR(COALESCE(baro_altitude, geo_altitude) / band_m) AS BIGINT) * band_m
        END AS any_band,
        -- The northernmost cells reach the pole; 180 degrees is -180.
        CAST(CASE WHEN latitude = 90 THEN 89 ELSE FLOOR(latitude) END AS BIGINT) || ','
        || CAST(CASE WHEN longitude = 180 THEN -180 ELSE FLOOR(longitude) END AS BIGINT) AS cell,
        source,
        CASE WHEN NOT on_ground THEN 1 ELSE 0 END AS airborne,
        CASE WHEN on_ground THEN 1 ELSE 0 END AS on_ground
    FROM flight_states
    CROSS JOIN thresholds
    WHERE event_date = :day
),

states AS (
    SELECT
        icao24,
        snapshot_time - snapshot_time % hour_s AS hour,
        MAX(country) AS country,
        MAX(designator) AS designator,
        MAX(CASE
            WHEN any_band < 0 THEN 0
            WHEN any_band > highest_band_m THEN highest_band_m
            ELSE any_band
        END) AS band,
        MAX(cell) AS cell,
        MAX(source) AS source,
        MAX(airborne) AS airborne,
        MAX(on_ground) AS on_ground
    FROM described
    CROSS JOIN thresholds
    GROUP BY icao24, snapshot_time, hour_s
),

-- What one aircraft did in one hour takes a few rows, whatever the cadence.
summed AS (
    SELECT
        icao24,
        hour,
        country,
        designator,
        band,
        cell,
        source,
        COUNT(*) AS states,
        MAX(airborne) AS airborne,
        MAX(on_ground) AS on_ground
    FROM states
    GROUP BY icao24, hour, country, designator, band, cell, source
),

valued AS (
    SELECT
        icao24,
        hour,
        dimension,
        CASE dimension
            WHEN 'all' THEN 'all'
            WHEN 'country' THEN summed.country
            WHEN 'airline' THEN airlines.icao
            WHEN 'altitude_band' THEN
                CASE
                    WHEN band = highest_band_m THEN CAST(band AS STRING) || '+'
                    ELSE CAST(band AS STRING) || '-' || CAST(band + band_m AS STRING)
                END
            WHEN 'grid_cell' THEN cell
            ELSE source
        END AS value,
        states,
        airborne,
        on_ground
    FROM summed
    LEFT JOIN airlines ON airlines.icao = designator
    CROSS JOIN dimensions
    CROSS JOIN thresholds
),

-- Once an aircraft, hour and value: counting its rows counts different aircraft.
one_each AS (
    SELECT
        icao24,
        hour,
        dimension,
        value,
        SUM(states) AS states,
        MAX(airborne) AS airborne,
        MAX(on_ground) AS on_ground
    FROM valued
    WHERE value IS NOT NULL
    GROUP BY icao24, hour, dimension, value
)

SELECT
    CAST(:day AS DATE) AS event_date,
    hour,
    dimension,
    value,
    COUNT(*) AS aircraft,
    CAST(SUM(states) AS BIGINT) AS states,
    CAST(SUM(airborne) AS BIGINT) AS airborne,
    CAST(SUM(on_ground) AS BIGINT) AS on_ground
FROM one_each
GROUP BY hour, dimension, value
