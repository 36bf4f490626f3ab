# The object store's lifecycle, and Databricks.

variable "frame_days" {
  description = "How long frames are kept for playback, days; older history is in the lakehouse."
  type        = number
  default     = 1
}

variable "landing_days" {
  description = "How long landing files wait for a load, days: the longest that the lakehouse may be away without loss."
  type        = number
  default     = 7
}

variable "rejected_days" {
  description = "How long large rejected values and batches that failed are kept, days."
  type        = number
  default     = 30
}

variable "remove_with_content" {
  description = "Whether `destroy` may delete buckets, secrets and Databricks tables that are not empty."
  type        = bool
  default     = false
}

variable "lakehouse" {
  description = "`none` (landing files expire unloaded, the API knows no past), `existing` (a warehouse that is there) or `databricks` (catalog, schema, volume, warehouse and service principals are made)."
  type        = string
  default     = "none"

  validation {
    condition     = contains(["none", "existing", "databricks"], var.lakehouse)
    error_message = "lakehouse must be none, existing or databricks."
  }
  validation {
    condition     = var.lakehouse == "none" || can(local.package["load"])
    error_message = "A lakehouse is loaded by the package `load`, and packages.json has none: run `make package`."
  }
  validation {
    condition     = var.lakehouse != "existing" || (var.databricks.server_hostname != null && var.databricks.http_path != null)
    error_message = "lakehouse = \"existing\" needs databricks.server_hostname and databricks.http_path."
  }
  validation {
    condition = var.lakehouse == "none" || alltrue([for function in ["load", "api"] : anytrue([
      for name in ["DATABRICKS_TOKEN", "DATABRICKS_CLIENT_SECRET"] :
      contains(concat(lookup(var.created_secrets, function, []), keys(lookup(var.secret_references, function, {}))), name)
    ])])
    error_message = "A lakehouse needs credentials for load and for api: DATABRICKS_CLIENT_SECRET (or DATABRICKS_TOKEN) of both in created_secrets or secret_references."
  }
}

variable "databricks" {
  description = "The lakehouse: host and path of a warehouse that is there; catalog and schema; landing (`volume`, or `external` with an external_location over the data bucket); whether a question of the API may start a stopped warehouse; for `databricks` whether to make the catalog and where it keeps its tables (storage_root, s3://…, where the metastore has no place of its own), the warehouse's size and its idle minutes."
  type = object({
    server_hostname   = optional(string)
    http_path         = optional(string)
    catalog           = optional(string, "flight_tracker")
    schema            = optional(string, "flight_tracker")
    landing           = optional(string, "volume")
    external_location = optional(string)
    wake_for_history  = optional(bool, false)
    makes_catalog     = optional(bool, true)
    storage_root      = optional(string)
    warehouse_size    = optional(string, "2X-Small")
    auto_stop_minutes = optional(number, 10)
  })
  default = {}

  validation {
    condition     = contains(["volume", "external"], var.databricks.landing)
    error_message = "databricks.landing must be volume or external."
  }
  validation {
    condition     = var.databricks.landing != "external" || var.databricks.external_location != null
    error_message = "databricks.landing = \"external\" reads the landing files where they are, through external_location (a name in Unity Catalog, over the data bucket): set it, or use landing = \"volume\"."
  }
}

variable "load_interval_seconds" {
  description = "How often landing files are loaded, s, whole minutes. Each load wakes the warehouse: four a day cost about $62 a month, hourly about $375."
  type        = number
  default     = 21600

  validation {
    condition     = var.load_interval_seconds >= 300 && var.load_interval_seconds <= 86400 && var.load_interval_seconds % 60 == 0
    error_message = "load_interval_seconds must be whole minutes, 300 to 86400."
  }
  validation {
    condition     = var.lakehouse == "none" || var.load_interval_seconds >= local.load_timeout_seconds
    error_message = "load_interval_seconds must be at least the time that a load may take (${local.load_timeout_seconds} s; function_sizes[\"load\"].timeout_seconds), or the next one begins before it has ended."
  }
}
