# Source, schedule, Kafka, secrets.

variable "flight_source" {
  description = "Where states come from: opensky, readsb, simulation, or auto (OpenSky if it answers, else the simulation)."
  type        = string
  default     = "auto"

  validation {
    condition     = contains(["auto", "opensky", "readsb", "simulation"], var.flight_source)
    error_message = "flight_source must be auto, opensky, readsb or simulation; a recording cannot be replayed in the cloud."
  }
}

variable "opensky_bbox" {
  description = "lamin,lomin,lamax,lomax in degrees; null is the world. A small box costs a quarter of the credits."
  type        = string
  default     = null

  validation {
    condition     = var.opensky_bbox == null ? true : can(regex("^-?[0-9.]+(,-?[0-9.]+){3}$", var.opensky_bbox))
    error_message = "opensky_bbox must be lamin,lomin,lamax,lomax."
  }
}

variable "poll_runs" {
  description = "Where the poll runs: `lambda`, `elsewhere` (docs/poller-anywhere.md; the schedule here is paused, a late feed is still an alarm) or `paused` (by nobody; a late feed is no alarm)."
  type        = string
  default     = "lambda"

  validation {
    condition     = contains(["lambda", "elsewhere", "paused"], var.poll_runs)
    error_message = "poll_runs must be lambda, elsewhere or paused."
  }
}

variable "poll_interval_seconds" {
  description = "Wanted cadence of the poll, s: 10, 12, 15, 20, 30 or whole minutes. OpenSky's credits may stretch it."
  type        = number
  default     = 30

  validation {
    condition = (
      contains([10, 12, 15, 20, 30], var.poll_interval_seconds)
      || (var.poll_interval_seconds >= 60 && var.poll_interval_seconds % 60 == 0)
    )
    error_message = "poll_interval_seconds must be 10, 12, 15, 20, 30 or whole minutes: the schedule fires each minute and cuts it into equal parts."
  }
  validation {
    condition     = var.poll_delivery == "queue" || var.poll_interval_seconds >= 60
    error_message = "poll_interval_seconds below 60 needs poll_delivery = \"queue\": EventBridge Scheduler fires once a minute at most."
  }
}

variable "poll_delivery" {
  description = "How the schedule calls the poll: `queue` (SQS with delays; finer than a minute) or `function` (directly; for emulators that cannot send to a queue)."
  type        = string
  default     = "queue"

  validation {
    condition     = contains(["queue", "function"], var.poll_delivery)
    error_message = "poll_delivery must be queue or function."
  }
}

variable "poll_reserved_concurrency" {
  description = "1: never two polls at once. null where the account may not reserve (a new one has 10 in all): then two may meet, which costs credits and does no other harm."
  type        = number
  default     = 1

  validation {
    condition     = var.poll_reserved_concurrency == null ? true : var.poll_reserved_concurrency >= 1 && floor(var.poll_reserved_concurrency) == var.poll_reserved_concurrency
    error_message = "poll_reserved_concurrency must be a whole number, at least 1, or null: with 0 Lambda refuses every poll. poll_runs = \"paused\" pauses it."
  }
}

variable "kafka_bootstrap_servers" {
  description = "host:port, comma-separated, of an existing Kafka; examples/confluent makes one."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9.-]+:[0-9]+(,[A-Za-z0-9.-]+:[0-9]+)*$", var.kafka_bootstrap_servers))
    error_message = "kafka_bootstrap_servers must be host:port, several of them comma-separated, without SASL_SSL:// before them."
  }
}

variable "kafka_security_protocol" {
  description = "SASL_SSL, or SSL, SASL_PLAINTEXT, PLAINTEXT inside a VPC or an emulator."
  type        = string
  default     = "SASL_SSL"

  validation {
    condition     = contains(["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"], var.kafka_security_protocol)
    error_message = "kafka_security_protocol must be PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL."
  }
}

variable "kafka_sasl_mechanism" {
  description = "PLAIN (Confluent Cloud), SCRAM-SHA-256 or SCRAM-SHA-512."
  type        = string
  default     = "PLAIN"

  validation {
    condition     = contains(["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"], var.kafka_sasl_mechanism)
    error_message = "kafka_sasl_mechanism must be PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512."
  }
}

variable "kafka_secret_arn" {
  description = "Secrets Manager secret with the keys username and password. null with SASL: an empty one is made, and the output next_steps says how to fill it."
  type        = string
  default     = null

  validation {
    condition     = var.kafka_secret_arn == null ? true : can(regex("^arn:[a-z-]+:secretsmanager:[^:]+:[0-9]{12}:secret:.+$", var.kafka_secret_arn))
    error_message = "kafka_secret_arn must be the ARN of a Secrets Manager secret: Lambda's Kafka trigger takes nothing else."
  }
}

variable "kafka_topic" {
  description = "Topic of the states; must be there, or the cluster makes topics by itself. next_steps says how to make it."
  type        = string
  default     = "flights.states"
}

variable "kafka_rejected_topic" {
  description = "Topic of the rejected records."
  type        = string
  default     = "flights.rejected"

  validation {
    condition     = var.kafka_rejected_topic != var.kafka_topic
    error_message = "kafka_rejected_topic must differ from kafka_topic: a rejected record would come again as a state."
  }
}

variable "kafka_partitions" {
  description = "Partitions of kafka_topic, in next_steps: the consumer runs at most so many times at once."
  type        = number
  default     = 2

  validation {
    condition     = var.kafka_partitions >= 1 && floor(var.kafka_partitions) == var.kafka_partitions
    error_message = "kafka_partitions must be a whole number, at least 1."
  }
}

variable "kafka_retention_hours" {
  description = "How long the topics keep records, h, in next_steps: the longest that the consumer may stand still."
  type        = number
  default     = 72

  validation {
    condition     = var.kafka_retention_hours >= 1
    error_message = "kafka_retention_hours must be at least 1: what is dropped before it is consumed is lost."
  }
}

variable "kafka_log_id" {
  description = "Names the life of the topic; change it when the topic is made anew. null is the cluster's id."
  type        = string
  default     = null
}

variable "kafka_trigger" {
  description = "Who calls consume_batch: `event_source_mapping` (Lambda's Kafka trigger), `schedule` (the package `pull`, every minute, where no trigger can be had) or `none` (an event poller outside)."
  type        = string
  default     = "event_source_mapping"

  validation {
    condition     = contains(["event_source_mapping", "schedule", "none"], var.kafka_trigger)
    error_message = "kafka_trigger must be event_source_mapping, schedule or none."
  }
  validation {
    condition     = var.kafka_trigger != "schedule" || can(local.package["pull"])
    error_message = "kafka_trigger = \"schedule\" calls the package `pull`, and packages.json has none."
  }
  validation {
    condition     = var.kafka_trigger != "event_source_mapping" || var.kafka_security_protocol == "SASL_SSL" || var.vpc != null
    error_message = "Lambda's Kafka trigger reaches brokers without SASL_SSL only from a VPC: set vpc, or another kafka_trigger."
  }
  validation {
    condition     = var.kafka_trigger != "event_source_mapping" || var.kafka_security_protocol != "SASL_PLAINTEXT"
    error_message = "Lambda's Kafka trigger sends a password over TLS only: SASL_SSL, or another kafka_trigger."
  }
}

variable "kafka_batch" {
  description = "Batches of the trigger: most records, longest wait (s), where a new consumer begins (TRIM_HORIZON, LATEST), what becomes of a batch that failed too often (`bucket` keeps it under aws/lambda/, `retry` tries for ever while its partition waits), and provisioned pollers (null is on demand; one costs about $133 a month)."
  type = object({
    records           = optional(number, 10000)
    window_seconds    = optional(number, 2)
    starting_position = optional(string, "TRIM_HORIZON")
    when_failed       = optional(string, "bucket")
    pollers           = optional(object({ min = number, max = number }))
  })
  default = {}

  validation {
    condition     = contains(["bucket", "retry"], var.kafka_batch.when_failed)
    error_message = "kafka_batch.when_failed must be bucket or retry."
  }
  validation {
    condition     = var.kafka_batch.pollers == null ? true : 1 <= var.kafka_batch.pollers.min && var.kafka_batch.pollers.min <= var.kafka_batch.pollers.max
    error_message = "kafka_batch.pollers: min is at least 1, and max is not below it."
  }
}

variable "created_secrets" {
  description = "Secrets that are made empty: function to the settings that are its keys, as { poll_opensky = [\"OPENSKY_CLIENT_ID\", \"OPENSKY_CLIENT_SECRET\"] }. next_steps says how to fill them."
  type        = map(list(string))
  default     = {}

  validation {
    condition     = alltrue(flatten([for function, names in var.created_secrets : [for name in names : contains(lookup(local.secrets_of, function, []), name)]]))
    error_message = "created_secrets takes: ${join("; ", [for function, names in local.secrets_of : "${function}: ${join(", ", names)}"])}."
  }
}

variable "secret_references" {
  description = "Secrets that are there already: function to setting to reference, as { api = { INGEST_API_KEYS = \"ssm:/flight-tracker/ingest-keys\" } }. `secretsmanager:<arn>#<key>` or `ssm:<parameter>`."
  type        = map(map(string))
  default     = {}

  validation {
    condition     = alltrue(flatten([for function, references in var.secret_references : [for name in keys(references) : contains(lookup(local.secrets_of, function, []), name)]]))
    error_message = "secret_references takes: ${join("; ", [for function, names in local.secrets_of : "${function}: ${join(", ", names)}"])}."
  }
  validation {
    condition = alltrue(flatten([for references in values(var.secret_references) : [for reference in values(references) :
      can(regex("^(ssm:/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*(#.+)?|secretsmanager:arn:[a-z-]+:secretsmanager:[^:]+:[0-9]{12}:secret:[^#]+(#.+)?)$", reference))
    ]]))
    error_message = "secret_references holds references, never a secret: ssm:<parameter name> or secretsmanager:<arn>#<key>."
  }
  validation {
    condition = alltrue([for function, references in var.secret_references :
      length(setintersection(keys(references), lookup(var.created_secrets, function, []))) == 0
    ])
    error_message = "A setting of a function is in created_secrets or in secret_references, not in both: one of the two would never be read."
  }
}
