variable "lakehouse" {
  description = <<-EOT
    name: of the warehouse, and prefix of the service principals.
    catalog, schema: where the tables are; makes_catalog is false where the catalog is there already.
    storage_root: where a catalog that is made keeps its tables, as s3://bucket/prefix; null is the metastore's own place.
    warehouse_size: Databricks' name, as `2X-Small`. auto_stop_minutes: idle time after which it stops.
    external_location: of Unity Catalog over the data bucket, for DATABRICKS_LANDING=external; null uses the volume.
    remove_with_content: whether `destroy` may delete tables with their rows.
  EOT
  type = object({
    name                = string
    catalog             = string
    schema              = string
    makes_catalog       = bool
    storage_root        = optional(string)
    warehouse_size      = string
    auto_stop_minutes   = number
    external_location   = optional(string)
    remove_with_content = bool
  })

  validation {
    condition     = var.lakehouse.auto_stop_minutes >= 10
    error_message = "auto_stop_minutes must be at least 10: Databricks takes no less, and 0 would never stop."
  }
  validation {
    condition     = lower(var.lakehouse.catalog) == var.lakehouse.catalog && lower(var.lakehouse.schema) == var.lakehouse.schema
    error_message = "catalog and schema are in lower case, as Unity Catalog keeps them."
  }
  validation {
    condition     = var.lakehouse.storage_root == null || var.lakehouse.makes_catalog
    error_message = "storage_root is of the catalog that is made: makes_catalog is false, and the catalog has its own."
  }
}
