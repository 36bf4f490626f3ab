output "server_hostname" {
  description = "DATABRICKS_SERVER_HOSTNAME."
  value       = try(databricks_sql_endpoint.this.odbc_params[0].hostname, null)
}

output "http_path" {
  description = "DATABRICKS_HTTP_PATH."
  value       = "/sql/1.0/warehouses/${databricks_sql_endpoint.this.id}"
}

output "client_ids" {
  description = "DATABRICKS_CLIENT_ID of each role; no secret."
  value       = { for role, principal in databricks_service_principal.this : role => principal.application_id }
}
