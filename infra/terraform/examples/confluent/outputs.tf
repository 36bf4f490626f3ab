output "kafka_bootstrap_servers" {
  description = "Variable of infra/terraform."
  value       = trimprefix(confluent_kafka_cluster.this.bootstrap_endpoint, "SASL_SSL://")
}

output "credentials" {
  description = "What goes into the secret of Kafka."
  value       = { username = confluent_api_key.this["tracker"].id, password = confluent_api_key.this["tracker"].secret }
  sensitive   = true
}
