# The functions make the tables; what needs an administrator is made here.
resource "databricks_catalog" "this" {
  count         = var.lakehouse.makes_catalog ? 1 : 0
  name          = var.lakehouse.catalog
  comment       = "Flight tracker"
  storage_root  = var.lakehouse.storage_root # where the metastore has none of its own, Databricks refuses a catalog without it
  force_destroy = var.lakehouse.remove_with_content
}

resource "databricks_schema" "this" {
  catalog_name  = var.lakehouse.makes_catalog ? databricks_catalog.this[0].name : var.lakehouse.catalog
  name          = var.lakehouse.schema
  comment       = "Every aircraft state, and what was made of them"
  force_destroy = var.lakehouse.remove_with_content
}

resource "databricks_volume" "landing" {
  catalog_name = databricks_schema.this.catalog_name
  schema_name  = databricks_schema.this.name
  name         = "landing" # flight_tracker.adapters.lakehouse_databricks.volume.NAME
  volume_type  = "MANAGED"
  comment      = "Rows on their way into the tables; each file is there for one statement"
}

resource "databricks_sql_endpoint" "this" {
  name                      = var.lakehouse.name
  cluster_size              = var.lakehouse.warehouse_size
  warehouse_type            = "PRO" # serverless compute asks for it
  enable_serverless_compute = true
  min_num_clusters          = 1
  max_num_clusters          = 1
  auto_stop_mins            = var.lakehouse.auto_stop_minutes
}

# Their OAuth secrets are made by the operator: a secret that Terraform makes stands in its state.
resource "databricks_service_principal" "this" {
  for_each              = local.roles
  display_name          = "${var.lakehouse.name}-${each.key}"
  databricks_sql_access = true
}

resource "databricks_permissions" "warehouse" {
  sql_endpoint_id = databricks_sql_endpoint.this.id
  dynamic "access_control" {
    for_each = databricks_service_principal.this
    content {
      service_principal_name = access_control.value.application_id
      permission_level       = "CAN_USE"
    }
  }
}
