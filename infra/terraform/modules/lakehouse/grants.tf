locals {
  # `load` writes the tables, `api` reads them.
  roles = {
    loader = { schema = ["USE_SCHEMA", "CREATE_TABLE", "SELECT", "MODIFY"], volume = ["READ_VOLUME", "WRITE_VOLUME"] }
    reader = { schema = ["USE_SCHEMA", "SELECT"], volume = [] }
  }
}

resource "databricks_grant" "catalog" {
  for_each   = local.roles
  catalog    = databricks_schema.this.catalog_name
  principal  = databricks_service_principal.this[each.key].application_id
  privileges = ["USE_CATALOG"]
}

resource "databricks_grant" "schema" {
  for_each   = local.roles
  schema     = databricks_schema.this.id
  principal  = databricks_service_principal.this[each.key].application_id
  privileges = each.value.schema
}

resource "databricks_grant" "volume" {
  for_each   = { for name, role in local.roles : name => role if length(role.volume) > 0 }
  volume     = databricks_volume.landing.id
  principal  = databricks_service_principal.this[each.key].application_id
  privileges = each.value.volume
}

resource "databricks_grant" "external_location" {
  count             = var.lakehouse.external_location == null ? 0 : 1
  external_location = var.lakehouse.external_location
  principal         = databricks_service_principal.this["loader"].application_id
  privileges        = ["READ_FILES"]
}
